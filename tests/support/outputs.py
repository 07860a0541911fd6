"""What is printed or written for programs, held to the schema that says what is in it."""

from __future__ import annotations

import json
import re

import jsonschema

from aws_job_conformance.core.shipped import folder

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)")
_FORMATS = jsonschema.FormatChecker(formats=["date"])


@_FORMATS.checks("date-time")
def _is_instant(value):
    return not isinstance(value, str) or _INSTANT.fullmatch(value) is not None


def described(name, text):
    """Return the JSON document in a text; fail where it is not as `NAME.schema.json` says."""
    schema = json.loads((folder() / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    found = json.loads(text) if isinstance(text, (str, bytes)) else text
    jsonschema.Draft202012Validator(schema, format_checker=_FORMATS).validate(found)
    return found
