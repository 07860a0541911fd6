"""The findings, made only where something may be wrong: the fast yes first, then the judge."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Unpack

from aws_job_conformance.core.contract import Contract
from aws_job_conformance.core.errors import SuiteError
from aws_job_conformance.core.findings import Finding
from aws_job_conformance.judge import arguments, check, fast
from aws_job_conformance.judge._shape import both_engines

_OK = 200


class ByNeed:
    """A contract that judges: what is known to be clean has no findings, the rest is looked into.

    clean: whether a response by itself is known to be clean, and need not be looked into. With
    AWS_JOB_CONFORMANCE_ENGINES=both (our own tests) everything is looked into, and a finding on
    what was called clean is a SuiteError.
    """

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self._fast = fast.compiled(contract)
        self._trusts = not both_engines()
        self.clean: Callable[[object], bool] = self._fast.clean if self._trusts else lambda _: False

    def response(self, response: Any) -> list[Finding]:
        """Return the findings on a response that is not known to be clean, as `check_response`."""
        verdict = check.check_response(self.contract, response)
        return self._told(not self._trusts and self._fast.clean(response), verdict)

    def history(
        self, responses: Iterable[Any], **known: Unpack[check.KnownBeside]
    ) -> list[Finding]:
        """Return the findings on a history; arguments and errors as of `check_history`."""
        arguments.must_count(known.get("records"))
        given = [*arguments.responses(responses)]
        # What is known beside a history is not looked at on the fast way.
        alone = all(one is None for one in known.values())
        clean = alone and self._fast.clean_history(given)
        if clean and self._trusts:
            return []
        found = check.check_history(self.contract, given, **known)
        return self._told(clean, found)

    def wire(self, body: bytes, *, headers: Mapping[str, str] | None, status: int) -> list[Finding]:
        """Return the findings on one HTTP response; arguments and errors as of `check_wire`."""
        if headers is not None or type(body) is not bytes or status is not _OK:
            given = (body, {} if headers is None else headers, status)
            body, headers, status = arguments.exchange(given)
        if (clean := self._fast.clean_wire(body, headers, status)) and self._trusts:
            return []
        found = check.check_wire(self.contract, body, headers=headers, status=status)
        return self._told(clean, found)

    def _told(self, clean: bool, verdict: check.Verdict) -> list[Finding]:  # noqa: FBT001 - ours
        if clean and verdict.findings:
            raise SuiteError(
                f"the two ways to judge {self.contract.operation} disagree: the fast one finds"
                f" nothing, and the other {verdict.findings[0].law!r}. This is a defect of"
                " aws-job-conformance, not of the response; please report it with the response."
            )
        return list(verdict.findings)
