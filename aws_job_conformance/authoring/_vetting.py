"""What the contract files say, checked against the service model and turned into x-job."""

from collections.abc import Iterator, Mapping
from typing import Any

from aws_job_conformance.authoring import contract_file as files
from aws_job_conformance.authoring._vetting_calls import must_exist, must_find
from aws_job_conformance.authoring._vetting_family import must_be_family
from aws_job_conformance.authoring._vetting_laws import must_relate
from aws_job_conformance.authoring.contract_file import Authored, Table
from aws_job_conformance.core import paths
from aws_job_conformance.core.life import FINAL_GROUPS, NO_STATUS, Status
from aws_job_conformance.core.life import status as status_of
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.protocol import model

_NUMBERS = ("integer", "number")
_TAKES = {
    **dict.fromkeys(("some", "none"), (*_NUMBERS, "array")),
    **dict.fromkeys(("not-negative", "at-most", "adds-up"), _NUMBERS),
    "lists-no-more-than": ("array",),
}
_SAID_OF = {
    **dict.fromkeys(("enum", "pattern", "minLength", "maxLength"), ("string",)),
    **dict.fromkeys(("minItems", "maxItems"), ("array",)),
    **dict.fromkeys(("minimum", "maximum"), _NUMBERS),
}


def x_job(authored: Authored, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the x-job of a contract file, every path and status of it checked.

    schema: the response schema, with what the contract adds to members. Raises InputError, naming
    the file, the key and the nearest known name.
    """
    data = files.as_x_job(authored) | {"wire": model.wire(authored.operation), "errors": {}}
    files.must_be_x_job(authored, data)
    status = status_of(data["status"])
    _must_place(authored, status, schema)
    data["laws"] = [_law(authored, status, n, law) for n, law in enumerate(data["laws"], 1)]
    _must_resolve(authored, data, schema)
    siblings = {name: _sibling(authored, name) for name in data.get("same_shape", ())}
    operations = {Operation(authored.operation).name: authored.operation} | siblings
    data["errors"] = {name: model.errors(operation) for name, operation in operations.items()}
    _must_answer_several(authored, data, schema)
    must_find(authored, data)
    _must_be_listed(authored, data, schema)
    must_be_family(authored, data)
    _must_be_read(authored, data)
    return data


def _must_place(authored: Authored, status: Status, schema: Mapping[str, Any]) -> None:
    """Check that every value of the status has one place in its life, and that no other has."""
    if not (known := member(authored, schema, status.at).get("enum", [])):
        raise authored.wrong(f"[status] at: {status.at} has no enum; [member] can give it one")
    for name in status.all:
        if name not in known:
            hint = nearest(name, set(known) - set(status.all))
            raise authored.wrong(f"[status] {name!r} is no value of {status.at}.{hint}")
    if missing := [name for name in known if name not in (*status.all, NO_STATUS)]:
        raise authored.wrong(f"[status] leaves out {', '.join(missing)}")
    _must_be_left(authored, status, schema)
    apart = [*status.final, *status.anywhere]
    if twice := sorted({name for name in apart if apart.count(name) > 1}):
        raise authored.wrong(f"[status] {twice[0]} stands in two groups")
    for name, after in status.next.items():
        place = f"[status] next.{name}"
        if name in apart:
            raise authored.wrong(f"{place}: nothing follows a status that is final or anywhere")
        if lost := [other for other in after if other in status.anywhere]:
            raise authored.wrong(f"{place}: {lost[0]} is anywhere, it has no place in the order")


def _must_be_left(authored: Authored, status: Status, schema: Mapping[str, Any]) -> None:
    """Check what is said of the time after the end: final statuses left, members that change."""
    if ended := [name for name in status.rests if name not in status.unfinished]:
        raise authored.wrong(f"[status] rests: {ended[0]} is no unfinished status")
    if status.outcome is not None:
        at, known = status.outcome.at, member(authored, schema, status.outcome.at).get("enum", ())
        if missing := sorted(set(known) ^ set(status.outcome.all)):
            raise authored.wrong(f"[status] outcome: {at} has {', '.join(known)}; not {missing[0]}")
    for path in status.lives_on:
        if any(isinstance(step, int) for step in authored.steps(path)):
            raise authored.wrong(f"[status] lives_on: {path} leads through a list; name the list")
        member(authored, schema, path)
    for name, how in status.left.items():
        place = f"[status] left.{name}"
        if name not in status.final:
            raise authored.wrong(f"{place}: only a final status can be left by a call")
        must_exist(authored, how.by, place)
        if ended := [other for other in how.to if other not in status.unfinished]:
            raise authored.wrong(f"{place}: {ended[0]} is no unfinished status")


def _law(authored: Authored, status: Status, n: int, entry: Mapping[str, Any]) -> dict[str, Any]:
    law = {key: value for key, value in entry.items() if key not in ("in", "not-in")}
    for key in ("in", "not-in"):
        if key in entry:
            named = _expanded(authored, status, f"[[law]] {n} ({entry['kind']}) {key}", entry[key])
            law["in"] = [name for name in status.all if (name in named) == (key == "in")]
            if not law["in"]:
                raise authored.wrong(f"[[law]] {n} ({entry['kind']}) {key}: leaves no status")
    return law


def _expanded(authored: Authored, status: Status, place: str, names: list[str]) -> set[str]:
    known = (*status.all, "initial", "unfinished", "final", *FINAL_GROUPS)
    found: set[str] = set()
    for name in names:
        try:
            found.update(status.group(name))
        except KeyError:
            what = f"{name!r} is no status and no group of them.{nearest(name, known)}"
            raise authored.wrong(f"{place}: {what}") from None
    return found


def member(authored: Authored, schema: Table, path: str, *, keys: bool = False) -> Table:
    """Return the schema of the member a path of this contract names, or raise InputError.

    keys: whether a name in it may be a key of a map, which no documentation names.
    """
    steps = authored.root + authored.steps(path)
    if (found := paths.in_schema(schema, steps, keys=keys)) is None:
        parent = paths.in_schema(schema, steps[:-1]) or {}
        hint = nearest(str(steps[-1]), parent.get("properties", {}))
        raise authored.wrong(f"{path!r} names no member of the response.{hint}")
    return found


def _must_answer_several(authored: Authored, data: Table, schema: Table) -> None:
    """Check what is said of an answer with several jobs, and of one that comes in pages."""
    if "identity" in data:
        _must_tell_apart(authored, data)
        member(authored, schema, data["identity"])
    if "pages" not in data:
        return
    pages = data["pages"]
    known, name = model.inputs(authored.operation), pages["token"]["in"]
    authored.must_know(name, known, f"[pages] token: it takes no {name!r}")
    size = pages.get("size", name)
    authored.must_know(size, known, f"[pages] size: it takes no {size!r}")
    for path in (pages["token"]["out"], *pages["lists"], *pages.get("same", ())):
        if member(authored, schema, path).get("type") != "array" and path in pages["lists"]:
            raise authored.wrong(f"[pages] lists: {path} is no list")


def _must_tell_apart(authored: Authored, data: Table) -> None:
    """Check that the identity of a job stands in the entry of the list that has its status."""
    status, identity = (authored.steps(path) for path in (data["status"]["at"], data["identity"]))
    at = next((n for n, step in enumerate(status) if isinstance(step, int)), None)
    if at is None or identity[: at + 1] != status[: at + 1]:
        what = "it tells apart the jobs of a list, and starts as [status] at"
        raise authored.wrong(f"identity: {what}")


def must_have_root(authored: Authored) -> None:
    """Check that the paths of a file start where its body does."""
    payload = model.wire(authored.operation).get("payload")
    if authored.data.get("root") != payload:
        wanted = f"must be {payload!r}: it is what" if payload else "must be left out: nothing"
        raise authored.wrong(f"root {wanted} travels unwrapped")


def _must_resolve(authored: Authored, data: Mapping[str, Any], schema: Mapping[str, Any]) -> None:
    for n, law in enumerate(data["laws"], 1):
        place = f"[[law]] {n} ({law['kind']})"
        for path, takes in _takes(law):
            found = member(authored, schema, path)
            if takes and found.get("type") not in takes:
                wanted = " or ".join(takes)
                raise authored.wrong(f"{place} takes {wanted}, but {path} is {found.get('type')}")
            if law["kind"] == "never-decreases" and not (
                found.get("type") in _NUMBERS or _is_timed(law, found)
            ):
                raise authored.wrong(f"{place} takes numbers and instants, but {path} is neither")
            if law["kind"] == "ordered" and not _is_timed(law, found):
                what = "an integer" if "unit" in law else "a date-time"
                raise authored.wrong(f"{place} takes instants, but {path} is not {what}")
        must_relate(authored, place, law, lambda path: member(authored, schema, path))
        if law["kind"] == "accounts-for-input":
            _must_end(authored, status_of(data["status"]), place, law["in"])
        if law["kind"] == "one-of" and len({authored.steps(path)[:-1] for path in law["of"]}) > 1:
            raise authored.wrong(f"{place} takes members of one parent: {', '.join(law['of'])}")
    family = data.get("family", {})
    for path in family.get("record", ()):
        member(authored, schema, path, keys=True)
    kept = tuple(family.get("unlisted", ()))
    asked = [path for paths_ in family.get("filters", {}).values() for path in paths_.values()]
    required = data.get("required", {}).get("members", ())
    told = data.get("missing", {})
    kept += (*filter(None, (told.get("empty"), told.get("names"))), *told.get("says", ()))
    for path in (*required, *data.get("redact", ()), *kept, *asked):
        member(authored, schema, path)


def _is_timed(law: Mapping[str, Any], schema: Mapping[str, Any]) -> bool:
    """Return whether a member holds instants in the form that a law takes."""
    if "unit" in law:
        return schema.get("type") == "integer"
    return schema.get("format") == "date-time"


def _must_be_read(authored: Authored, data: Mapping[str, Any]) -> None:
    """Check that each resource is one of a call that a read-only run makes."""
    known = {Operation(authored.operation).name, *(e["call"] for e in data.get("discover", ()))}
    for name in data.get("iam", ()):
        authored.must_know(name, known, f"[iam]: nothing reads with {name}")


def _must_end(authored: Authored, status: Status, place: str, names: list[str]) -> None:
    if early := [name for name in names if name not in status.final]:
        raise authored.wrong(f"{place} in: {early[0]} is not final, and may have records to count")


def _must_be_listed(authored: Authored, data: Mapping[str, Any], schema: Mapping[str, Any]) -> None:
    """Check that the entries of the list show the members a law compares with them."""
    for n, law in enumerate(data["laws"], 1):
        if law["kind"] != "agrees-with-list":
            continue
        place = f"[[law]] {n} ({law['kind']})"
        call, known = _listed(authored, data, place)
        for path in law["of"]:
            name = authored.steps(path)[-1]
            if not isinstance(name, str):
                raise authored.wrong(f"{place}: {path} ends in no name that an entry could show")
            authored.must_know(name, known, f"{place}: an entry of {call} has no {name!r}")
            kind, other = _kind(member(authored, schema, path)), _kind(known[name])
            if kind != other:
                what = f"{path} is {kind}, but {name} in an entry of {call} is {other}"
                raise authored.wrong(f"{place}: {what}")


def _listed(authored: Authored, data: Table, place: str) -> tuple[str, Table]:
    """Return the call that lists jobs, and the schemas of the members its entries show."""
    found = data.get("discover", ())
    items, is_list, _ = (found[-1]["each"] if found else "").rpartition("[].")
    if not is_list:
        raise authored.wrong(f"{place}: the last [[discover]] must list the jobs, as in Jobs[].Id")
    call, steps = found[-1]["call"], authored.steps(f"{items}[0]".replace("[]", "[0]"))
    entry = model.member(f"{authored.operation.partition(':')[0]}:{call}", steps)
    assert entry is not None  # `each` leads through it
    return call, model.response_schema(entry)["properties"]


def _kind(schema: Mapping[str, Any]) -> Any:
    """Return the type the service model gives a member; what [member] adds to a text is one."""
    is_instant = schema.get("format") == "date-time" and "x-from" not in schema
    return "an instant" if is_instant else schema.get("type")


def _takes(law: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...] | None]]:
    """Yield each path of a law, and the types it takes there; None for any."""
    of = law.get("of", ())
    for path in (of,) if isinstance(of, str) else of:
        yield path, _TAKES.get(law["kind"])
    for path in (*law.get("parts", ()), *([law["whole"]] if "whole" in law else [])):
        yield path, _NUMBERS


def _sibling(authored: Authored, name: str) -> str:
    sibling = must_exist(authored, name, "same_shape")
    other, own = (model.response_schema(model.output(op)) for op in (sibling, authored.operation))
    if other != own:
        raise authored.wrong(f"same_shape: {name} answers another shape")
    return sibling


def must_say(authored: Authored, schema: Table, path: str, keywords: Table) -> None:
    """Check that what `[member]` says of a path can be said of what is there."""
    steps = authored.root + authored.steps(path)
    if "type" not in keywords:
        member(authored, schema, path)
    elif paths.in_schema(schema, steps[:-1]) is None:
        raise authored.wrong(f"[member.{path}]: there is nothing it could be a member of")
    kind = keywords.get("type") or (paths.in_schema(schema, steps) or {}).get("type")
    for name, takes in _SAID_OF.items():
        if name in keywords and kind not in takes:
            wanted = " or ".join(takes)
            raise authored.wrong(f"[member.{path}] {name} is said of {wanted}, not of {kind}")
