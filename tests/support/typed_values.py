"""A schema that given values have: for contracts that a test writes down without one."""

from aws_job_conformance.core.instants import is_date_time


def typed(values):
    """A schema that these values of one member have, or None where they have no type in common."""
    kinds = {type(value) for value in values}
    if kinds == {dict}:
        members = {name for value in values for name in value}
        every = {name: typed([v[name] for v in values if name in v]) for name in members}
        return None if None in every.values() else {"type": "object", "properties": every}
    if kinds == {list}:
        entries = [entry for value in values for entry in value]
        inner = typed(entries) if entries else {"type": "string"}
        return inner and {"type": "array", "items": inner}
    if kinds == {str}:
        is_time = all(map(is_date_time, values))
        return {"type": "string"} | ({"format": "date-time"} if is_time else {})
    known = {
        bool: {"type": "boolean"},
        int: {"type": "integer", "minimum": -(2**80), "maximum": 2**80},
        float: {"type": "number"},
    }
    return known.get(kinds.pop()) if len(kinds) == 1 else None
