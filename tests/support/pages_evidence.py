"""What was read of the real pages: `docs/evidence/pages.md` and the known differences.

`python -m support.pages_evidence` (in tests/) writes both; where a line of known differences has
no third source yet, another botocore's models are asked: those that the AWS CLI brings along.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter

from aws_job_conformance.authoring import page_against, page_schema
from aws_job_conformance.authoring.pages import joining
from aws_job_conformance.authoring.pages.documented import places
from aws_job_conformance.authoring.pages.reading import read as read_page
from aws_job_conformance.core.errors import InputError
from support.page_extracts import FOLDER, INDEX
from support.places import ROOT, TESTS

PAGE = ROOT / "docs" / "evidence" / "pages.md"


def groups():
    """Return the extracts of each operation and layout: {(operation, layout): [names]}."""
    index = json.loads(INDEX.read_text())
    found = {}
    for name, said in index.items():
        key = (said["operation"], said["layout"])
        found.setdefault(key, []).append(name)
    return {key: sorted(names, key=lambda n: (n.count("."), n)) for key, names in found.items()}


def joined(operation, names):
    pages = [read_page((FOLDER / name).read_text(encoding="utf-8")) for name in names]
    name = operation.partition(":")[2] if len(pages) > 1 else None
    return joining.joined(pages, name)


def row(operation, layout, names):
    """Return what was read of one operation: counts, what stayed open, differences."""
    page = joined(operation, names)
    shapes = [one for _, one in places(page.response)]
    try:
        differs = list(page_against.differences(page, operation))
    except InputError as error:
        differs = [page_against.PageDifference("", "members", str(error), "")]
    return {
        "operation": operation,
        "layout": layout,
        "pages": len(names),
        "members": sum(len(one.members) for one in shapes),
        "values": sum(len(one.enum) for one in shapes),
        "limits": sum(len(one.limits) + bool(one.pattern) for one in shapes),
        "open": len(page_schema.opened(page)),
        "notes": list(page.notes),
        "differs": [[one.path, one.what, one.page, one.model] for one in differs],
    }


def rows():
    return [row(operation, layout, names) for (operation, layout), names in groups().items()]


def another():
    """Return the differences that the botocore within the AWS CLI has from the same pages."""
    code = (
        "import awscli.clidriver, json, sys; from support import pages_evidence as e;"
        "import botocore; json.dump([botocore.__version__, e.rows()], sys.stdout)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=TESTS,
        env={"PYTHONPATH": f"{TESTS}:{ROOT}", "PATH": "/usr/bin:/bin"},
    )
    return json.loads(done.stdout)


def known(found):
    """Return the lines of known differences, each with what a third source says."""
    version, others = another()
    elsewhere = {
        (one["operation"], one["layout"], path, what): [page, model]
        for one in others
        for path, what, page, model in one["differs"]
    }
    lines = []
    for one in found:
        for path, what, page, model in one["differs"]:
            also = elsewhere.get((one["operation"], one["layout"], path, what))
            third = f"botocore {version}: as the page"
            if also is not None:
                same = also == [page, model]
                third = (
                    f"botocore {version}: as the model"
                    if same
                    else f"botocore {version}: {also[1]}"
                )
            lines.append(
                {"operation": one["operation"], "layout": one["layout"], "path": path, "what": what}
                | {"page": page, "model": model, "third": third}
            )
    return lines


def table(found):
    """Return the rows of the page as Markdown."""
    head = "| operation | layout | pages | members | values | limits | open | differences |"
    lines = [head, "|---|---|---|---|---|---|---|---|"]
    for one in sorted(found, key=lambda r: (r["layout"], r["operation"])):
        cells = [f"`{one['operation']}`", one["layout"]]
        cells += [str(one[key]) for key in ("pages", "members", "values", "limits", "open")]
        kinds = Counter(what for _, what, _, _ in one["differs"])
        cells.append(
            ", ".join(f"{count} {what}" for what, count in sorted(kinds.items())) or "none"
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def totals(found):
    """Return the sentence that adds the rows up."""
    kinds = Counter(what for one in found for _, what, _, _ in one["differs"])
    said = ", ".join(f"{count} {what}" for what, count in kinds.most_common())
    services = {one["operation"].partition(":")[0] for one in found}
    members, values, limits, left = (
        sum(one[key] for one in found) for key in ("members", "values", "limits", "open")
    )
    return (
        f"{sum(one['pages'] for one in found)} pages of {len({o['operation'] for o in found})} "
        f"operations of {len(services)} services: {members} members, "
        f"{values} values, {limits} limits, {left} places open. Differences from the models: "
        f"{sum(kinds.values())} ({said})."
    )


def notes(found):
    """Return the places where a page contradicts itself, a line each."""
    lines = [f"- `{one['operation']}` {note}" for one in found for note in one["notes"]]
    return "\n".join(sorted(set(lines))) or "- none"


BEGIN, END = "<!-- written by tests/support/pages_evidence.py -->", "<!-- up to here -->"


def written(found):
    return "\n\n".join(
        [
            BEGIN,
            totals(found),
            table(found),
            "## Pages that contradict themselves",
            notes(found),
            END,
        ]
    )


def main():
    found = rows()
    lines = known(found)
    page_against.KNOWN.write_text(
        json.dumps({"differences": lines}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    PAGE.write_text(before + written(found) + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
