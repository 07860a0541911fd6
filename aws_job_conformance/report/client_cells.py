"""What clients made of generated responses, as a table: operations by clients."""

from collections.abc import Sequence
from dataclasses import dataclass

from aws_job_conformance.clients.agreement import Agreement
from aws_job_conformance.clients.defects import defects
from aws_job_conformance.core.text import told


@dataclass(frozen=True, slots=True)
class ClientCell:
    """What one client made of one operation. state: `read`, `known`, `wrong`, `not run` or ``.

    known: read, and some of it as a known defect says. told: in a few words. why: a sentence.
    """

    state: str
    told: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class ClientTable:
    """clients: the columns, with their versions. rows: operation, protocol, a cell for each."""

    clients: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[ClientCell, ...]], ...]
    notes: tuple[str, ...]


def table(found: Sequence[Agreement]) -> ClientTable:
    """Return the table; notes: each disagreement, what is known, and why something did not run."""
    names = list(dict.fromkeys(one.client for one in found))
    versions = {one.client: one.version for one in found if one.version}
    cells = {(one.operation, one.protocol, one.client): _cell(one) for one in found}
    ran = sorted(dict.fromkeys((told(one.operation), told(one.protocol)) for one in found))
    nothing = ClientCell("", "")
    rows = [(*one, tuple(cells.get((*one, name), nothing) for name in names)) for one in ran]
    explained = {one.client for one in found if one.explained}
    notes = dict.fromkeys(one.disagreement for one in found if one.disagreement)
    notes |= dict.fromkeys(f"{one.client}: {one.not_run}" for one in found if one.not_run)
    known = (one for one in defects() if one.client in explained)
    notes |= dict.fromkeys(f"known of {told(one.client)}: {told(one.why)}" for one in known)
    columns = tuple(f"{name} {versions.get(name, '')}".strip() for name in names)
    return ClientTable(columns, tuple(rows), tuple(filter(None, notes)))


def _cell(one: Agreement) -> ClientCell:
    if one.not_run is not None:
        return ClientCell("not run", "not run", one.not_run)
    if one.disagreement is not None:
        return ClientCell("wrong", f"{one.examples} read, 1 otherwise", one.disagreement)
    if one.explained:
        return ClientCell("known", f"{one.examples} read, {one.explained} known")
    return ClientCell("read", f"{one.examples} read")
