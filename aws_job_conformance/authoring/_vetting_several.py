"""What a file says of an answer with several jobs, and of one in pages, against the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws_job_conformance.authoring._vetting_laws import Member
from aws_job_conformance.authoring.contract_file import Authored
from aws_job_conformance.protocol import model


def must_answer_several(authored: Authored, data: Mapping[str, Any], member: Member) -> None:
    """Check what is said of an answer with several jobs, and of one that comes in pages."""
    if "identity" in data:
        _must_tell_apart(authored, data, member)
    if "pages" not in data:
        return
    pages = data["pages"]
    known, name = model.inputs(authored.operation), pages["token"]["in"]
    authored.must_know(name, known, f"[pages] token: it takes no {name!r}")
    size = pages.get("size", name)
    authored.must_know(size, known, f"[pages] size: it takes no {size!r}")
    for path in (pages["token"]["out"], *pages["lists"], *pages.get("same", ())):
        if path in pages["lists"] and member(path).get("type") != "array":
            raise authored.wrong(f"[pages] lists: {path} is no list")


def _must_tell_apart(authored: Authored, data: Mapping[str, Any], member: Member) -> None:
    """Check that the identity of a job stands in the entry of the list that has its status."""
    status, identity = (authored.steps(path) for path in (data["status"]["at"], data["identity"]))
    at = next((n for n, step in enumerate(status) if isinstance(step, int)), None)
    if at is None or identity[: at + 1] != status[: at + 1]:
        raise authored.wrong(
            "identity: it tells apart the jobs of a list, and starts as [status] at"
        )
    member(data["identity"])
