"""A life as inline SVG: visited statuses and steps are lit, the others pale; no colour of its own.

Colours, weights and dashes are those of `page.css`, by class, so that dark mode and paper differ.
"""

from itertools import pairwise
from xml.etree import ElementTree as ET

from aws_job_conformance.core.text import plural
from aws_job_conformance.report.life_drawing import LINE, DrawnStatus, DrawnStep, LifeDrawing, Point

_ARROW = 6.0
_SHARP = 3.5
_SMALL = 640.0
"""Pixels: what is no wider fits a phone when it is drawn smaller; others are scrolled."""


def svg(drawn: LifeDrawing, name: str, about: str) -> str:
    """Return a drawing as an `<svg>` element.

    name: an id that no other drawing of the page has. about: what a screen reader says of it.
    """
    size = {"width": f"{drawn.width:.0f}", "height": f"{drawn.height:.0f}"}
    kind = "life small" if drawn.width <= _SMALL else "life"
    told = {"role": "img", "aria-labelledby": name, "class": kind}
    root = ET.Element("svg", {"viewBox": f"0 0 {' '.join(size.values())}", **size, **told})
    ET.SubElement(root, "title", {"id": name}).text = about
    for step in sorted(drawn.steps, key=lambda one: one.step.taken):  # what is lit lies on top
        _step(root, step)
    for status in drawn.statuses:
        _status(root, status)
    return ET.tostring(root, encoding="unicode")


def _step(root: ET.Element, drawn: DrawnStep) -> None:
    step = drawn.step
    lit = "lit" if step.taken else "pale"
    group = ET.SubElement(root, "g", {"class": f"step {step.kind} {lit}"})
    by = f" by {step.by}" if step.by else ""
    seen = f"seen {plural(step.taken, 'time')}" if step.taken else "not seen"
    ET.SubElement(group, "title").text = f"{step.start} → {step.end}{by}: {seen}"
    ET.SubElement(group, "path", {"d": _curve(drawn), "class": "line"})
    ET.SubElement(group, "path", {"d": _head(drawn), "class": "head"})


def _curve(drawn: DrawnStep) -> str:
    """Return a path that leaves and enters boxes as the layers go, or bends below them."""
    if drawn.is_bent:
        start, low, end = drawn.points
        return f"M{_at(start)}Q{_at(low)} {_at(end)}"
    out = [f"M{_at(drawn.points[0])}"]
    for (x, y), (to_x, to_y) in pairwise(drawn.points):
        half = (to_x - x) / 2
        out.append(f"C{_at((x + half, y))} {_at((to_x - half, to_y))} {_at((to_x, to_y))}")
    return "".join(out)


def _head(drawn: DrawnStep) -> str:
    """Return the path of the arrow at the end of a step."""
    x, y = drawn.points[-1]
    if drawn.is_bent:
        return f"M{_at((x, y))}l{-_SHARP:.1f} {_ARROW:.1f}h{2 * _SHARP:.1f}z"
    back = -_ARROW if drawn.points[-2][0] < x else _ARROW
    return f"M{_at((x, y))}l{back:.1f} {-_SHARP:.1f}v{2 * _SHARP:.1f}z"


def _at(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _status(root: ET.Element, drawn: DrawnStatus) -> None:
    status = drawn.status
    lit = "lit" if status.visits else "pale"
    place = "" if status.is_placed else " anywhere"
    group = ET.SubElement(root, "g", {"class": f"status {status.group} {lit}{place}"})
    seen = f"seen in {plural(status.visits, 'poll')}" if status.visits else "not seen"
    where = "" if status.is_placed else ", without a place in the order"
    ET.SubElement(group, "title").text = f"{status.name} ({status.group}{where}): {seen}"
    left, top = drawn.x - drawn.width / 2, drawn.y - drawn.height / 2
    box = {"x": f"{left:.1f}", "y": f"{top:.1f}", "rx": "7"}
    size = {"width": f"{drawn.width:.1f}", "height": f"{drawn.height:.1f}"}
    ET.SubElement(group, "rect", box | size)
    first = drawn.y - (len(drawn.lines) - 1) * LINE / 2
    for number, line in enumerate(drawn.lines):
        at = {"x": f"{drawn.x:.1f}", "y": f"{first + number * LINE + 4:.1f}"}
        ET.SubElement(group, "text", at).text = line
