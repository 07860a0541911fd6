"""How shapes are called in XML: what its reader and its writer must agree on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from botocore.model import OperationModel, Shape

EC2, QUERY, REST_XML = "ec2", "query", "rest-xml"
PROTOCOLS = (EC2, QUERY, REST_XML)
"""The protocols whose bodies are XML, as botocore and contracts name them."""

SMITHY = {
    EC2: "aws.protocols#ec2Query",
    QUERY: "aws.protocols#awsQuery",
    REST_XML: "aws.protocols#restXml",
}
"""Smithy's names of the protocols."""

REQUEST_ID = "requestId"
"""What EC2 sends beside the members of a response."""

ERROR_AT: Mapping[str, tuple[str, ...]] = {
    EC2: ("Response", "Errors", "Error"),
    QUERY: ("ErrorResponse", "Error"),
    REST_XML: ("ErrorResponse", "Error"),
}
"""The elements in which each protocol sends an error, from the root on."""

S3_ERROR = ("Error",)
"""Where an error of S3 stands, which has nothing around it."""

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that no document of XML 1.0 can hold, not even escaped."""

_BESIDE = ("header", "headers", "statusCode")


def is_in_body(shape: Shape) -> bool:
    """Return whether a member travels in the body."""
    return shape.serialization.get("location") not in _BESIDE


def is_attribute(shape: Shape) -> bool:
    """Return whether a member is an attribute of its structure's element."""
    return bool(shape.serialization.get("xmlAttribute"))


def is_flattened(shape: Shape) -> bool:
    """Return whether the entries of a list or a map stand in the structure itself."""
    return shape.type_name in ("list", "map") and bool(shape.serialization.get("flattened"))


def own(name: str, shape: Shape) -> str:
    """Return the name of a member's element, as the model gives it to the member."""
    return str(shape.serialization.get("name", name))


def element(name: str, shape: Shape) -> str:
    """Return the name of a member's element; a flattened list is called as its items are.

    botocore's models do so. Smithy's protocol tests call it by the member's own name.
    """
    if shape.type_name == "list" and is_flattened(shape):
        return str(shape.member.serialization.get("name") or own(name, shape))
    return own(name, shape)


def item(shape: Shape) -> str:
    """Return the name of the elements in a list that is not flattened."""
    return str(shape.member.serialization.get("name", "member"))


def entry(shape: Shape) -> tuple[str, str]:
    """Return the names of the key and of the value in each entry of a map."""
    key, value = shape.key.serialization.get("name"), shape.value.serialization.get("name")
    return key or "key", value or "value"


def wrapper(found: OperationModel) -> str | None:
    """Return the element of the query protocol that holds the members, or None for no output."""
    shape = found.output_shape
    return None if shape is None else shape.serialization.get("resultWrapper")


def root(found: OperationModel, protocol: str) -> str:
    """Return the name of a response's root; for rest-xml the one its shape has, which may be wrong.

    S3's shapes do not tell: ListBuckets answers ListAllMyBucketsResult.
    """
    shape = found.output_shape
    if protocol != REST_XML or shape is None:
        return f"{found.name}Response"
    if (payload := shape.serialization.get("payload")) is None:
        return own(shape.name, shape)
    inner = shape.members[payload]
    said = inner.serialization.get("name")
    if said not in (None, payload):
        return str(said)
    # botocore writes the member's name over that of the shape.
    named = found.service_model.shape_for(inner.name).serialization.get("name")
    return str(named or inner.name)


def error_at(found: OperationModel, protocol: str) -> tuple[str, ...]:
    """Return the elements in which an error of an operation is sent, from the root on."""
    return S3_ERROR if found.service_model.service_name == "s3" else ERROR_AT[protocol]


def namespace(shape: Shape) -> str:
    """Return the attribute that declares the namespace of a shape, or an empty text."""
    if not (said := shape.serialization.get("xmlNamespace")):
        return ""
    uri, prefix = (said, "") if isinstance(said, str) else (said["uri"], said.get("prefix", ""))
    return f' xmlns{":" if prefix else ""}{prefix}="{uri}"'
