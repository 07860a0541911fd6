"""What a contract file says of calls, checked: those that find a job, and one that is not there."""

from collections.abc import Mapping
from typing import Any

from aws_job_conformance.authoring._vetting_family import asked_with
from aws_job_conformance.authoring.contract_file import Authored
from aws_job_conformance.core.life import status as status_of
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.protocol import model


def must_exist(authored: Authored, name: str, place: str) -> str:
    """Return `service:Operation` of another operation; a mistyped one is never "gone"."""
    service = Operation(authored.operation).service
    known = model.service_model(service).operation_names
    authored.must_know(name, known, f"{place}: {service} has no operation {name!r}")
    return f"{service}:{name}"


def must_find(authored: Authored, data: Mapping[str, Any]) -> None:
    """Check what finds a job, and one that is not there, against the service model."""
    found: set[str] = set()
    calls = [
        must_exist(authored, entry["call"], f"[[discover]] {n}")
        for n, entry in enumerate(data.get("discover", ()), 1)
    ]
    for n, entry in enumerate(data.get("discover", ())):
        place = f"[[discover]] {n + 1} ({entry['call']})"
        _must_answer(authored, entry, calls[n], place)
        found |= set(entry.get("input", {}))
        if unmet := sorted(set(model.required_inputs(calls[n])) - found):
            raise authored.wrong(f"{place}: nothing before it finds {', '.join(unmet)}")
        later = (*calls[n + 1 :], authored.operation)
        taken = {name for call in later for name in model.inputs(call)}
        taken |= asked_with(data)
        authored.must_know(entry["as"], taken, f"{place}: nothing after it takes {entry['as']!r}")
        found.add(entry["as"])
    wanted = set(model.required_inputs(authored.operation))
    if "discover" in data and (unmet := sorted(wanted - found)):
        raise authored.wrong(f"[[discover]]: nothing finds {', '.join(unmet)}")
    told = {"missing": "missing" in data, "discover": "discover" in data}
    told["stop"] = "stop" in data.get("family", {})
    for name in data.get("lacks", ()):
        if told[name]:
            raise authored.wrong(f"[lacks] {name}: the contract has it, a few lines away")
    if "missing" in data:
        _must_be_missing(authored, data, wanted - found)


def _must_answer(authored: Authored, entry: Mapping[str, Any], call: str, place: str) -> None:
    token = entry.get("token", {})
    for path in filter(None, (entry["each"], token.get("out"))):
        if model.member(call, authored.steps(path.replace("[]", "[0]"))) is None:
            raise authored.wrong(f"{place}: {path!r} names nothing it answers")
    for name in filter(None, (token.get("in"), entry.get("size"), *entry.get("input", {}))):
        authored.must_know(name, model.inputs(call), f"{place}: it takes no {name!r}")


def _must_be_missing(authored: Authored, data: Mapping[str, Any], wanted: set[str]) -> None:
    given, error = data["missing"]["input"], data["missing"].get("error")
    known = model.inputs(authored.operation)
    every = status_of(data["status"]).all
    for name in data["missing"].get("after", ()):
        authored.must_know(name, every, f"[missing] after: {name!r} is no status")
    for name in given:
        authored.must_know(name, known, f"[missing] input: the operation takes no {name!r}")
    if unmet := sorted(wanted - set(given)):
        raise authored.wrong(f"[missing] input: leaves out {', '.join(unmet)}")
    documented = data["errors"][Operation(authored.operation).name]
    if error is not None and "source" in data["missing"]:
        # AWS answers with errors that its models lack; who saw one says so, and its status is open.
        documented.setdefault(error, None)
    if error is not None:
        what = f"[missing] error: the operation does not document {error!r}"
        authored.must_know(error, documented, what)
