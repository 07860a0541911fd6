"""A report as one page that asks no network: styles, script and drawings stand in it.

The content security policy of the page lets only these two run, by their hashes, and nothing else
load. Everything that is not markup of ours goes through jinja2's escaping, or ElementTree's: only
these two files and the drawings are `safe` in the template.
"""

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from aws_job_conformance.core.text import plural
from aws_job_conformance.report.client_cells import table
from aws_job_conformance.report.content import ReportContent, ReportedOperation
from aws_job_conformance.report.life_drawing import drawing
from aws_job_conformance.report.life_svg import svg

PLACES = 5
"""Places of a group that the page shows; of the others it says how many, and the JSON has all."""

_TEMPLATES = Path(__file__).parent / "templates"
_SHORT = {"initial": "first", "unfinished": "under way", "unknown": "not in the contract"}


def html(found: ReportContent) -> str:
    """Return a report as an HTML document."""
    style, script = ((_TEMPLATES / name).read_text("utf-8") for name in ("page.css", "page.js"))
    return _page().render(
        found=found,
        clients=table(found.agreements) if found.agreements else None,
        lives=[_life(number, one) for number, one in enumerate(found.operations, 1)],
        style=style,
        script=script,
        policy=_policy(style, script),
    )


def _page() -> Template:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"plural": plural, "most_places": PLACES}
    made.filters["group"] = lambda name: _SHORT.get(name, name)
    return made.get_template("page.html.jinja")


def _policy(*inline: str) -> str:
    """Return a policy that lets nothing load, and runs what stands in the page by its hash."""
    hashes = (hashlib.sha256(text.encode()).digest() for text in inline)
    style, script = (f"'sha256-{base64.b64encode(one).decode()}'" for one in hashes)
    return (
        f"default-src 'none'; style-src {style}; script-src {script}; "
        "base-uri 'none'; form-action 'none'"
    )


def _life(number: int, one: ReportedOperation) -> str:
    about = (
        f"The life of a job of {one.operation}: {one.life.visited} of {one.life.known} statuses"
        " were seen. The same stands in the table below."
    )
    return svg(drawing(one.life), f"life-{number}", about)
