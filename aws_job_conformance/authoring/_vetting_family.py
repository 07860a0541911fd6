"""What `[family]` says, checked against the service model."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from aws_job_conformance.authoring.contract_file import Authored
from aws_job_conformance.core import paths, templates
from aws_job_conformance.core.family import from_input
from aws_job_conformance.core.life import status as status_of
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import brief
from aws_job_conformance.protocol import model

if TYPE_CHECKING:
    from botocore.model import Shape


def must_be_family(authored: Authored, data: Mapping[str, Any]) -> None:
    """Check every call, member, error and hole that `[family]` names; raises InputError.

    data: the x-job of the file, which fits the meta-schema.
    """
    if "family" in data:
        _Vetting(authored, data).check(data)


def asked_with(data: Mapping[str, Any]) -> set[str]:
    """Return what `[family.poll]` names a job by. data: the x-job of the file."""
    said = data.get("family", {}).get("poll", {})
    found = (hole for text in templates.texts(said) for hole, _ in templates.holes(text))
    return {hole.removeprefix(templates.GIVEN) for hole in found}


class _Vetting:
    """One file's `[family]`, call after call, with what each gives to those after it."""

    def __init__(self, authored: Authored, data: Mapping[str, Any]) -> None:
        self.authored = authored
        self.family: Mapping[str, Any] = data["family"]
        self.service = Operation(authored.operation).service
        self.known: set[str] = set()
        self.listings = {entry["as"]: entry["call"] for entry in data.get("discover", ())}
        gives = self.naming["gives"]
        last = [entry["as"] for entry in data.get("discover", ())[-1:] if entry["as"] in gives]
        self.job: str = (*last, min(gives))[0]

    def check(self, data: Mapping[str, Any]) -> None:
        for n, parent in enumerate(self.family.get("parent", ()), 1):
            place = f"[[family.parent]] {n} ({parent['call']})"
            self.step(place, parent)
            self.keeps(place, parent)
        create = self.family["create"]
        call = self.step("[family.create]", create)
        if "named" in self.family:
            self.step("[family.named]", self.family["named"])
            self.finds_what_was_made()
        # Beside the input a record knows what `create` gave, if it gave no job.
        made = create["gives"] if "named" in self.family else ()
        self.holes("[family.record]", self.family.get("record", {}).values(), call, made)
        self.takes_any("[family] any_text", model.operation_model(call).input_shape)
        self.answers("[family.create]", create, call)
        self.holes("[family.file]", templates.texts(self.family.get("file", {})), call)
        self.identity(data)
        if (exported := self.family.get("file", {}).get("exported_from")) is not None:
            self.exists("[family.file] exported_from", exported)
        if "upload" in self.family:
            self.upload(self.family["upload"])
        for key in ("start", "stop"):
            if key in self.family:
                place = f"[family.{key}]"
                call = self.step(place, self.family[key])
                if "otherwise" in self.family[key]:
                    self.documents(f"{place} otherwise", call, self.family[key]["otherwise"])
                self.statuses(place, data["status"], self.family[key])
        # What the polled call is given where no member names a job.
        given = self.family.get("poll", {}).get("input", {})
        self.fills("[family.poll] input", self.authored.operation, given, frozenset())
        self.ends(f"[family]: {self.authored.operation}", self.authored.operation, {})
        self.filters()
        if "malformed" in self.family:
            self.documents("[family] malformed", self.authored.operation, self.family["malformed"])

    @property
    def naming(self) -> Mapping[str, Any]:
        """The call whose answer names a job."""
        named: Mapping[str, Any] = self.family.get("named", self.family["create"])
        return named

    def finds_what_was_made(self) -> None:
        """Check that the call that names a job is the one that lists them."""
        call = self.family["named"]["call"]
        if self.listings.get(self.job) != call:
            raise self.wrong("[family.named]", f"no [[discover]] finds {self.job} by {call}")

    def takes_any(self, place: str, shape: Shape | None) -> None:
        """Check that what is taken whatever it says has a pattern to be wrong."""
        for path in self.family.get("any_text", ()):
            found = _at(shape, self.authored.steps(path))
            if found is None or "pattern" not in found.metadata:
                raise self.wrong(place, f"{path!r} names no input with a pattern")

    def wrong(self, place: str, what: str) -> Exception:
        return self.authored.wrong(f"{place}: {what}")

    def must_know(self, place: str, name: str, known: Collection[str], what: str) -> None:
        self.authored.must_know(name, known, f"{place}: {what}")

    def exists(self, place: str, name: str) -> str:
        """Return `service:Operation` of a call."""
        service, _, name = name.rpartition(":") if ":" in name else (self.service, "", name)
        if service != self.service:
            services = model.session().get_available_services()
            self.must_know(place, service, services, f"there is no service {service!r}")
        known = model.service_model(service).operation_names
        self.must_know(place, name, known, f"{service} has no operation {name!r}")
        return f"{service}:{name}"

    def step(self, place: str, step: Mapping[str, Any]) -> str:
        """Check a call: what goes in, what comes out, what undoes it."""
        call = self.exists(place, step["call"])
        given = step.get("input", {})
        self.fills(f"{place} input", call, given, templates.CALLER)
        self.ends(place, call, given)
        for name, path in step.get("gives", {}).items():
            self.gives(place, call, name, path)
            self.known.add(name)
        if "undo" in step:
            undo = step["undo"]
            undo = {"call": undo} if isinstance(undo, str) else undo
            self.step(f"{place} undo", undo)
        return call

    def gives(self, place: str, call: str, name: str, path: str) -> None:
        """Check where a value of later calls is: in the answer, or in the input."""
        if path.startswith(f"{{{templates.INPUT}"):
            self.holes(f"{place} gives.{name}", [path], call)
            if from_input(path) is None:
                raise self.wrong(place, f"{path!r}, which gives {name}, is no {{input.PATH}}")
        elif model.member(call, self.authored.steps(path)) is None:
            raise self.wrong(place, f"{path!r}, which gives {name}, names nothing it answers")

    def fills(self, place: str, call: str, given: Mapping[str, Any], own: frozenset[str]) -> None:
        """Check what a call is given: its members, and their holes, own ones or earlier calls'."""
        _must_take(self, place, model.operation_model(call).input_shape, given)
        known = {f"{templates.GIVEN}{name}" for name in self.known}
        self.only(place, templates.texts(given), own | known)

    def answers(self, place: str, step: Mapping[str, Any], call: str) -> None:
        """Check what an answer shows beside the job: members of it."""
        record = step.get("record", {})
        for path in record:
            if model.member(call, self.authored.steps(path)) is None:
                raise self.wrong(f"{place} record", f"{path!r} names nothing it answers")
        self.holes(f"{place} record", record.values(), call)

    def ends(self, place: str, call: str, given: Iterable[str]) -> None:
        """Check that a call gets what it must have."""
        if unmet := sorted(set(model.required_inputs(call)) - self.known - set(given)):
            raise self.wrong(place, f"nothing gives {', '.join(unmet)}")

    def keeps(self, place: str, parent: Mapping[str, Any]) -> None:
        """Check what a server keeps of a parent: members of its answers or of its list."""
        call = self.exists(place, parent["call"])
        names = set(parent["gives"])
        first = next(iter(parent["gives"].values()))
        at = () if from_input(first) else self.authored.steps(first)[:-1]
        known = _members(model.member(call, at))
        if (undo := parent.get("undo")) is not None:
            undone = self.exists(place, undo if isinstance(undo, str) else undo["call"])
            known |= _members(model.operation_model(undone).output_shape)
        for name in names & set(self.listings):
            known |= _listed(f"{self.service}:{self.listings[name]}")
        for name in parent.get("record", {}):
            self.must_know(f"{place} record", name, known, f"no {name!r} in it")
        self.holes(f"{place} record", parent.get("record", {}).values(), call)

    def upload(self, step: Mapping[str, Any]) -> None:
        place = "[family.upload]"
        is_create = step["call"] == self.family["create"]["call"]
        call = self.exists(place, step["call"]) if is_create else self.step(place, step)
        if model.member(call, self.authored.steps(step["url"])) is None:
            raise self.wrong(f"{place} url", f"{step['url']!r} names nothing it answers")
        self.answers(place, step, call)

    def holes(
        self, place: str, texts: Iterable[str], call: str, beside: Iterable[str] = ()
    ) -> None:
        """Check the holes of what a server keeps; `input.` what a call is given, or beside."""
        shape = model.operation_model(call).input_shape
        own = []
        for text in texts:
            for name, rest in templates.holes(text):
                if name in templates.SIZED and not rest.isdecimal():
                    raise self.wrong(place, f"{{{name}}} takes a number, as in {{{name}:8}}")
                if not name.startswith(templates.INPUT):
                    own.append(f"{{{name}}}")
                    continue
                path = name.removeprefix(templates.INPUT)
                if path not in beside and _at(shape, self.authored.steps(path)) is None:
                    hint = nearest(path, model.inputs(call))
                    raise self.wrong(place, f"{call} takes no {path}.{hint}")
        self.only(place, own, templates.SERVER)

    def only(self, place: str, texts: Iterable[str], known: Collection[str]) -> None:
        for text in texts:
            for name, _ in templates.holes(text):
                self.must_know(place, name, known, f"nothing fills {{{name}}}")

    def identity(self, data: Mapping[str, Any]) -> None:
        """Check that a record keeps what names its job, where the list has it."""
        job, given = self.job, self.naming["gives"][self.job]
        each = next((e["each"] for e in data.get("discover", ()) if e["as"] == job), None)
        if each is None or "record" not in self.family:
            return
        named = each.partition("[].")[2]
        at = self.authored.root + self.authored.steps(data["status"]["at"])
        names = (named, job, *([] if named or from_input(given) else [given]))
        wanted = {self.authored.steps(name)[-1] for name in names if name}
        answer = model.operation_model(self.authored.operation).output_shape
        around = [_members(_at(answer, at[:depth])) for depth in range(len(at))]
        if not any(wanted & members for members in around):
            return  # the answer never names its job
        kept = [self.authored.root + self.authored.steps(path) for path in self.family["record"]]
        beside = [steps[-1] for steps in kept if steps[:-1] == at[: len(steps) - 1]]
        if not wanted & set(beside):
            raise self.wrong("[family.record]", f"keeps no {named}, by which the list names a job")

    def filters(self) -> None:
        entries = self.family.get("filters", {})
        listing = self.listings.get(self.job)
        for name in entries:
            known = model.inputs(f"{self.service}:{listing}") if listing else ()
            self.must_know("[family.filters]", name, known, f"the list takes no {name!r}")

    def statuses(self, place: str, status: Mapping[str, Any], turn: Mapping[str, Any]) -> None:
        """Check the statuses in which a call is taken, or through which it leads."""
        known = status_of(status).unfinished
        through = [turn["through"]] if "through" in turn else []
        for name in (*turn.get("takes", ()), *through):
            self.must_know(place, name, known, f"{name!r} is no unfinished status")

    def documents(self, place: str, call: str, error: str) -> None:
        self.must_know(place, error, model.errors(call), f"{call} does not document {error!r}")


def _must_take(vetting: _Vetting, place: str, shape: Shape | None, given: Any) -> None:
    """Check that an input has only members that its shape has, and those that it must have."""
    kind = "structure" if shape is None else shape.type_name
    if kind == "structure" and isinstance(given, dict):
        members = {} if shape is None else shape.members
        for name, item in given.items():
            vetting.must_know(place, name, members, f"it takes no {name!r}")
            _must_take(vetting, f"{place} {name}", members[name], item)
            _must_have(vetting, f"{place} {name}", members[name], item)
    elif shape is not None and kind == "list" and isinstance(given, list):
        for item in given:
            _must_take(vetting, place, shape.member, item)
    elif shape is not None and kind == "map" and isinstance(given, dict):
        for item in given.values():
            _must_take(vetting, place, shape.value, item)
    elif isinstance(given, (dict, list)) or kind in ("list", "map", "structure"):
        raise vetting.wrong(place, f"takes a {kind}, not {brief(given)}")


def _must_have(vetting: _Vetting, place: str, shape: Shape, given: Any) -> None:
    if shape.type_name != "structure":
        return
    if lacking := [name for name in shape.required_members if name not in given]:
        raise vetting.wrong(place, f"leaves out {', '.join(lacking)}")


def _at(shape: Shape | None, steps: paths.Steps) -> Shape | None:
    for step in steps:
        if shape is None:
            return None
        if isinstance(step, int):
            shape = shape.member if shape.type_name == "list" else None
        else:
            shape = shape.members.get(step) if shape.type_name == "structure" else None
    return shape


def _members(shape: Shape | None) -> set[str]:
    return set(shape.members) if shape is not None and shape.type_name == "structure" else set()


def _listed(call: str) -> set[str]:
    """Return the members of what a list call lists, one or two objects deep."""
    waiting = [model.operation_model(call).output_shape]
    found: set[str] = set()
    while waiting:
        if (shape := waiting.pop()) is None or shape.type_name != "structure":
            continue
        for inner in shape.members.values():
            if inner.type_name == "list":
                found |= _members(inner.member)
            else:
                waiting.append(inner)
    return found
