"""The closed vocabulary of laws: data in, no expression language; one walk judges a history."""

from aws_job_conformance.core.laws._duration import Duration
from aws_job_conformance.core.laws._listed import Entries, Lists
from aws_job_conformance.core.laws.kind import Breach
from aws_job_conformance.core.laws.violation import break_
from aws_job_conformance.core.laws.walk import (
    BESIDE,
    BETWEEN,
    IMPLIED,
    KEPT,
    KINDS,
    OF_INPUT,
    OF_LIST,
    OF_REQUEST,
    LawVerdict,
    always_there,
    judge,
    keep,
    schema_parts,
)

__all__ = [
    "BESIDE",
    "BETWEEN",
    "IMPLIED",
    "KEPT",
    "KINDS",
    "OF_INPUT",
    "OF_LIST",
    "OF_REQUEST",
    "Breach",
    "Duration",
    "Entries",
    "LawVerdict",
    "Lists",
    "always_there",
    "break_",
    "judge",
    "keep",
    "schema_parts",
]
