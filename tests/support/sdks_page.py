"""The tables of docs/evidence/sdks.md, out of what is recorded: `python -m support.sdks_page`."""

import json
import re

from aws_job_conformance.clients import hostile, lacking, sdk_agreement
from aws_job_conformance.pollers import sdk_retries, sdk_waiters
from support.places import ROOT

PAGE = ROOT / "docs" / "evidence" / "sdks.md"
NAMES = {
    "botocore": "botocore",
    "aiobotocore": "aiobotocore",
    "aws-sdk-js-v3": "JavaScript v3",
    "aws-sdk-go-v2": "Go v2",
    "aws-sdk-java-v2": "Java 2",
    "aws-sdk-rust": "Rust",
}
MARKS = {"correct": "=", "error": "error", "silent": "wrong"}
CASES = {case.name: case for group in hostile.GROUPS for case in hostile.cases(group)}
LONGEST = 48


def row(first, cells):
    return f"| {' | '.join([first, *cells])} |"


def table(head, first, rows):
    return "\n".join([row(first, head), row("---", ["---"] * len(head)), *rows]) + "\n"


def counts():
    """Of each protocol: how many answers each SDK read right, refused, and read otherwise."""
    rows = []
    for group in hostile.GROUPS:
        of_it = [case for case in CASES.values() if case.group == group]
        if group == hostile.RETRIES:
            continue
        cells = [str(len(of_it))]
        for name in NAMES:
            read = [hostile.verdict(c, c.results[name].reading) for c in of_it if name in c.results]
            told = [read.count(word) for word in MARKS]
            told = " · ".join(map(str, told))
            why = ", ".join(dict.fromkeys(_empty(name, case) for case in of_it))
            cells.append(told if read else why)
        rows.append(row(group, cells))
    return table(["answers", *NAMES.values()], "protocol", rows)


def _empty(client, case):
    """Why a client has no result: in brackets, as the matrix has it."""
    return lacking.cell(client, case.operation, getattr(case, "protocol", None), lacking.NO_WAITER)


def lacks():
    """What each SDK lacks of what is asked, and why."""
    rows = []
    for one in lacking.recorded():
        where = "" if one.protocols is None else f" in {', '.join(one.protocols)}"
        services = f"{', '.join(one.services)}{where}"
        rows.append(row(NAMES[one.client], [f"({one.cell})", services, one.why]))
    return table(["cell", "services", "why"], "SDK", rows)


def versions():
    """The version of each SDK that was measured."""
    every = {
        name: {c.results[name].version for c in CASES.values() if name in c.results}
        for name in NAMES
    }
    return table(
        ["version"], "SDK", [row(NAMES[n], [", ".join(sorted(v))]) for n, v in every.items() if v]
    )


def difference(name):
    """One answer, what each SDK made of it, and who says what is right."""
    case, cells = CASES[name], []
    for client in NAMES:
        if client not in case.results:
            cells.append(_empty(client, case))
            continue
        reading = case.results[client].reading
        found = hostile.verdict(case, reading)
        what = json.dumps(reading.value) if reading.kind == "value" else str(reading.error)
        what = what if len(what) <= LONGEST else f"{what[:LONGEST]}…"
        told = MARKS[found] if found == "correct" else f"{MARKS[found]} `{what}`"
        cells.append(told if hostile.is_met(case, reading) else f"{told} !")
    cells.append(case.source or "none known")
    return row(f"`{name}`", [cell.replace("|", "\\|") for cell in cells])


def unmet():
    """What every client has to read, by whom it is not read."""
    musts = [case for case in CASES.values() if case.demand == "must-accept"]
    rows = []
    for case in musts:
        missed = [n for n, r in case.results.items() if not hostile.is_met(case, r.reading)]
        if missed and case.group != hostile.RETRIES:
            by = ", ".join(NAMES[name] for name in NAMES if name in missed)
            why = dict.fromkeys(case.defects[name] for name in NAMES if name in missed)
            rows.append(row(f"`{case.name}`", [by, " ".join(why), case.source]))
    return table(["not read by", "why", "who says that it has to be"], "answer", rows)


def retries():
    """How many requests each SDK sent for each series of answers."""
    rows = []
    for case in CASES.values():
        if case.group == hostile.RETRIES:
            seen = {name: case.results.get(name) for name in NAMES}
            cells = [str(r.attempts) if r else _empty(name, case) for name, r in seen.items()]
            rows.append(row(f"`{case.id}`", cells))
    return table(list(NAMES.values()), "answers", rows)


def waiters():
    """What each SDK's own waiters make of the endings of their jobs."""
    rows = []
    for case in sdk_waiters.cases():
        if case.not_asked is None:
            cells = [_waiter(case, name) for name in NAMES]
            rows.append(row(f"`{case.name}`", cells))
    return table(list(NAMES.values()), "waiter", rows)


def _waiter(case, name):
    found = case.results.get(name)
    if found is None or found.endings is None:
        return _empty(name, case)
    told = sdk_waiters.summary(case, found)
    return "=" if told == "right" else told


def not_asked():
    """The waiters that wait for something else than a job's end."""
    rows = [row(f"`{c.name}`", [c.not_asked]) for c in sdk_waiters.cases() if c.not_asked]
    return table(["why"], "waiter", rows)


def loopback():
    """Of each series of answers how often each SDK asked, and where that ended."""
    rows = []
    for case in sdk_retries.cases():
        cells = [_loopback(case, name) for name in NAMES]
        rows.append(row(f"`{case.name}`", cells))
    return table(list(NAMES.values()), "answers", rows)


def _loopback(case, name):
    """A success is a plus, an error a minus; ! is another count than the one in process."""
    found = case.results.get(name)
    if found is None or found.attempts is None:
        return _empty(name, case)
    other = case.in_process.get(name, found.attempts) != found.attempts
    ended = "+" if found.ended == "success" else "−"
    return f"{found.attempts} {ended}{' !' if other else ''}"


def waits():
    """The waits before each further attempt, in seconds, where they were measured."""
    rows = []
    for case in sdk_retries.cases():
        if case.waits:
            cells = [_waits(case, name) for name in NAMES]
            rows.append(row(f"`{case.name}`", cells))
    return table(list(NAMES.values()), "answers", rows)


def _waits(case, name):
    found = case.results.get(name)
    if found is None or found.waits is None:
        return _empty(name, case)
    return ", ".join(f"{low:.2f} to {high:.2f}" for low, high in found.waits) or "none"


def agreement():
    """Of each operation how many generated responses were read, and how many otherwise, by SDK."""
    rows = []
    for one in sdk_agreement.recorded():
        read = {name: one.clients.get(name) for name in NAMES}
        cells = [one.protocol, str(one.responses), str(one.alike)]
        cells += [_empty(n, one) if r is None else str(r.otherwise) for n, r in read.items()]
        rows.append(row(f"`{one.operation}`", cells))
    return table(["protocol", "read", "alike", *NAMES.values()], "operation", rows)


def smallest():
    """What SDKs read otherwise of the smallest answers, each place once."""
    found = {}
    for one in sdk_agreement.recorded():
        for each in one.smallest:
            what = each.read[each.client].replace("|", "\\|").replace("`", "'")
            what = what if len(what) <= 2 * LONGEST else f"{what[: 2 * LONGEST]}…"
            of_it = found.setdefault((one.operation, one.protocol, f"`{ascii(what)[1:-1]}`"), [])
            of_it.append(NAMES[each.client] + ("" if each.known else " !"))
    rows = [
        row(f"`{name}`", [protocol, ", ".join(who), what])
        for (name, protocol, what), who in found.items()
    ]
    return table(["protocol", "by", "what is read otherwise"], "operation", rows)


def page(text):
    """Return the page with its tables as they are recorded; which answers differ, the page says."""
    shown = text.partition("<!-- differences -->")[2].partition("<!-- end of differences -->")[0]
    chosen = re.findall(r"^\| `([\w.-]+/[\w.-]+)` \|", shown, re.MULTILINE)
    made = {
        "versions": versions(),
        "lacks": lacks(),
        "counts": counts(),
        "differences": table(
            [*NAMES.values(), "Smithy's test, or a standard"], "answer", map(difference, chosen)
        ),
        "unmet": unmet(),
        "retries": retries(),
        "waiters": waiters(),
        "not asked": not_asked(),
        "loopback": loopback(),
        "waits": waits(),
        "agreement": agreement(),
        "smallest": smallest(),
    }
    for name, new in made.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        before, _, rest = text.partition(begin)
        _, _, after = rest.partition(end)
        text = f"{before}{begin}{new}{end}{after}"
    return text


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
