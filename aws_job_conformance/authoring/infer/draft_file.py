"""An inferred contract as a contract file, with what a person should look at."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WIDTH = 100
_TOP = """\
# Inferred from botocore's service model: nobody has read this yet. Correct it, line by line:
# what you can look up gets the tier documented or observed and its source, what is wrong goes.
"""
_NOTES = {
    "status": """\
# inferred from the words of the statuses. Which of them follows which is not known, so none is
# ever out of order, and a final one that is left is a warning. Give the order, as in
# next.QUEUED = ["RUNNING", "FAILED"], and take what has a place in it out of anywhere.""",
    "law": "# inferred from names: broken, it is a warning.",
    "discover": "# inferred from the names of calls and members: read-only calls that find a job.",
    "missing": "# inferred from the errors that the service model lists.",
    "redact": "# inferred from the names of members. What is left out may be printed and kept.",
}
_ORDER = ("status", "law", "discover", "missing", "redact")


def text(data: Mapping[str, Any], *, top: str = _TOP) -> str:
    """Return the data of a contract file as TOML, each table below a note.

    data: as `infer.authored` returns it: tables of texts, lists and small tables. top: the note
    above all of them.
    """
    return "\n".join(_blocks(data, top))


def _blocks(data: Mapping[str, Any], top: str) -> Iterator[str]:
    plain = {key: value for key, value in data.items() if key not in (*_ORDER, "member")}
    yield top + _table(plain)
    for path, said in data.get("member", {}).items():
        yield f"[member.{_key(path)}]\n{_table(said)}"
    for key in _ORDER:
        entries = data.get(key, ())
        if isinstance(entries, list):
            for n, entry in enumerate(entries):
                note = "" if n else f"{_NOTES[key]}\n"
                yield f"{note}[[{key}]]\n{_table(entry)}"
        elif entries:
            yield f"{_NOTES[key]}\n[{key}]\n{_table(entries)}"


def _table(entries: Mapping[str, Any]) -> str:
    return "".join(f"{_line(key, value)}\n" for key, value in entries.items())


def _line(key: str, value: Any) -> str:
    line = f"{_key(key)} = {_value(value)}"
    if len(line) <= _WIDTH or not isinstance(value, list):
        return line
    items = "".join(f"  {_value(item)},\n" for item in value)
    return f"{_key(key)} = [\n{items}]"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{_key(k)} = {_value(v)}' for k, v in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    # A basic string of TOML has the escapes of JSON's.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
