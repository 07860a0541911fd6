"""One job operation with its model: the objects that describe the job, and members in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aws_job_conformance.authoring.infer.job_operations import READS, JobOperation, Steps, path
from aws_job_conformance.authoring.infer.words import words
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.protocol import raw_models

_TAGS = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class ModelMember:
    """One member of a structure: where it is, its shape's data, and what its prose says."""

    steps: Steps
    shape: raw_models.Data
    prose: str

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.steps[-1])

    @property
    def kind(self) -> str:
        """Its type, as the service model names it."""
        return str(self.shape["type"])


@dataclass(frozen=True)
class JobModel:
    """A job operation and the model of its service."""

    found: JobOperation
    model: raw_models.Data

    @property
    def service(self) -> str:
        """The service, by botocore's name."""
        return Operation(self.found.operation).service

    @property
    def name(self) -> str:
        """The name of the operation."""
        return Operation(self.found.operation).name

    @property
    def noun(self) -> tuple[str, ...]:
        """The words of what is asked for: `GetImportJob` asks for an import job."""
        return words(READS.sub("", self.name, count=1))

    @property
    def data(self) -> raw_models.Data:
        """The operation in its model."""
        found: raw_models.Data = self.model["operations"][self.name]
        return found

    @property
    def output(self) -> str:
        """The name of the shape it answers."""
        return str(self.data["output"]["shape"])

    def shape(self, name: str) -> raw_models.Data:
        """Return a shape of the model."""
        found: raw_models.Data = self.model["shapes"][name]
        return found

    def path(self, steps: Steps) -> str:
        """Return steps from the top of the response as a path below the root."""
        return path(steps[len(self.found.root) :])

    def holders(self) -> Iterator[tuple[Steps, raw_models.Data]]:
        """Yield the objects on the way to the status, those above a list of jobs left out."""
        steps = self.found.at
        here = self.shape(self.output)
        way: list[tuple[Steps, raw_models.Data]] = [((), here)]
        for n, step in enumerate(steps[:-1], 1):
            ref = here["member"] if isinstance(step, int) else here["members"][step]
            here = self.shape(ref["shape"])
            if isinstance(step, int):
                way = []
            if here["type"] == "structure":
                way.append((steps[:n], here))
        yield from way

    def members(self, steps: Steps, shape: raw_models.Data) -> Iterator[ModelMember]:
        """Yield the members of a structure at these steps that travel in the body."""
        for name, ref in shape["members"].items():
            if "location" not in ref:
                own = self.shape(ref["shape"])
                prose = ref.get("documentation") or own.get("documentation") or ""
                yield ModelMember((*steps, name), own, " ".join(_TAGS.sub(" ", prose).split()))

    def inputs(self, operation: str | None = None) -> raw_models.Data:
        """Return the input shape of an operation (its own, if none is named), or an empty one."""
        ref = self.model["operations"][operation or self.name].get("input", {}).get("shape")
        return self.shape(ref) if ref else {"members": {}}


def said(what: str) -> dict[str, Any]:
    """Return tier and source of what is inferred."""
    return {"tier": "inferred", "source": f"inferred from {what}"}
