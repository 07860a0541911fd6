"""The input of a call in the protocol rest-xml: a document, its elements named by the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_job_conformance.protocol._xml_shapes import XmlReading
from aws_job_conformance.protocol.xml_scan import scan

if TYPE_CHECKING:
    from botocore.model import OperationModel


def read(operation: OperationModel, body: bytes) -> dict[str, Any]:
    """Return what a body gives to an operation, by the names that travel; nothing of no document.

    What does not fit its shape stays as it is written, for the model to refuse.
    """
    root, shape = scan(body).root, operation.input_shape
    if root is None or shape is None:
        return {}
    payload = shape.serialization.get("payload")
    inner = shape if payload is None else shape.members[payload]
    if inner.type_name != "structure":
        return {}
    try:
        value = XmlReading().structure(inner, root, ())
    except RecursionError:
        return {}
    if not isinstance(value, dict):
        return {}
    known = inner.members
    return {
        known[name].serialization.get("name", name) if name in known else name: item
        for name, item in value.items()
    }
