"""An HTTP answer read in the protocol it travels in: the contract's own, or the one it claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from aws_job_conformance.core import errors
from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.text import shape
from aws_job_conformance.protocol import bodies, json_read

if TYPE_CHECKING:
    from botocore.model import OperationModel

_CBOR = "smithy-rpc-v2-cbor"


@dataclass(frozen=True, slots=True)
class DecodedBody:
    """The body of one answer as read.

    protocol: what it travels in, where that is not the one the contract names. form: json, cbor or
    xml.
    """

    body: bodies.Body
    protocol: str | None
    form: str


def read(contract: Contract, body: bytes, headers: Mapping[str, str], status: int) -> DecodedBody:
    """Return an answer's body as read; headers: names in lower case.

    A content-type of CBOR is believed. One of JSON, where the contract's protocol is XML, is
    believed too, and is a fault. One of XML, where it is not, is believed where the service lists
    such a protocol. Raises GoneError where the installed botocore does not have an operation whose
    bodies are XML: its model says how they are read.
    """
    from aws_job_conformance.protocol import _xml_read, cbor_read, xml_names  # noqa: PLC0415 - slow to load

    named = contract.wire.protocol
    if cbor_read.is_cbor(headers) or (
        named in (cbor_read.PROTOCOL, _CBOR) and "content-type" not in headers
    ):
        schema = None if status >= bodies.FIRST_ERROR else contract.wire_schema
        return DecodedBody(cbor_read.read(body, schema), cbor_read.PROTOCOL, "cbor")
    if named in xml_names.PROTOCOLS:
        if _is_json(headers):
            read_as = json_read.read(body)
            return DecodedBody(
                replace(read_as, faults=(_not_xml(headers, named), *read_as.faults)), "JSON", "json"
            )
        return DecodedBody(_xml(contract, body, named, status), None, "xml")
    if _xml_read.is_xml(headers) and (other := _listed(contract)):
        return DecodedBody(_xml(contract, body, other, status), other, "xml")
    return DecodedBody(json_read.read(body), None, "json")


def is_json(contract: Contract) -> bool:
    """Return whether the contract's own protocol has bodies of JSON."""
    from aws_job_conformance.protocol import cbor_read, xml_names  # noqa: PLC0415 - as above

    return contract.wire.protocol not in (cbor_read.PROTOCOL, _CBOR, *xml_names.PROTOCOLS)


def is_read_as_json(contract: Contract, headers: Mapping[str, str]) -> bool:
    """Return whether a body that comes with these headers, names in lower case, is read as JSON."""
    from aws_job_conformance.protocol import _xml_read, cbor_read  # noqa: PLC0415 - as above

    read_otherwise = cbor_read.is_cbor(headers) or _xml_read.is_xml(headers)
    return is_json(contract) and not read_otherwise


def _is_json(headers: Mapping[str, str]) -> bool:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind.startswith("application/") and "json" in kind


def _not_xml(headers: Mapping[str, str], protocol: str) -> bodies.Fault:
    kind = headers["content-type"]
    what = f"the content-type says JSON, and {protocol} is XML"
    fix = (
        "Send text/xml; botocore reads such an answer as XML, whatever it is said to be, and fails."
    )
    return bodies.Fault((), shape(kind), what, "text/xml", fix, protocol)


def _xml(contract: Contract, body: bytes, protocol: str, status: int) -> bodies.Body:
    from aws_job_conformance.protocol import _xml_read  # noqa: PLC0415 - as above

    if status >= bodies.FIRST_ERROR:
        return _xml_read.read_error(body, protocol)
    return _xml_read.read(body, _model(contract), protocol)


def _model(contract: Contract) -> OperationModel:
    from aws_job_conformance.protocol import model  # noqa: PLC0415 - as above

    return model.operation_model(contract.operation)


def _listed(contract: Contract) -> str | None:
    """Return the protocol of XML that the service of an operation lists, or None."""
    from aws_job_conformance.protocol import xml_names  # noqa: PLC0415 - as above

    try:
        metadata = _model(contract).service_model.metadata
    except errors.GoneError:
        return None
    listed = metadata.get("protocols", ())
    return next((name for name in listed if name in xml_names.PROTOCOLS), None)
