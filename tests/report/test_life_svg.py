"""A life as SVG: lit and pale by class, named for who cannot see it; no markup of others."""

from xml.etree import ElementTree as ET

import pytest
from support.reported import SCRIPT, SESV2

from aws_job_conformance.catalog import load
from aws_job_conformance.judge.job_walks import JobWalk
from aws_job_conformance.report.life_drawing import drawing
from aws_job_conformance.report.life_svg import svg
from aws_job_conformance.report.seen_lives import seen_life


def drawn(*walks, operation=SESV2):
    text = svg(drawing(seen_life(load(operation).status, walks)), "life-1", "a life")
    return text, ET.fromstring(text)


def classes(root, kind):
    return {
        group.find("title").text.partition(":")[0]: group.get("class").split()
        for group in root.iter("g")
        if group.get("class").startswith(kind)
    }


def test_what_was_visited_is_lit_and_the_rest_is_pale():
    walk = JobWalk((), (("PROCESSING", 2),), (("PROCESSING", "FAILED", 1),))
    _, root = drawn(walk)
    statuses, steps = classes(root, "status"), classes(root, "step")
    assert "lit" in statuses["PROCESSING (unfinished)"]
    assert "pale" in statuses["COMPLETED (success)"]
    assert "lit" in steps["PROCESSING → FAILED"]
    assert "pale" in steps["PROCESSING → COMPLETED"]


def test_each_status_and_step_says_how_often_it_was_seen():
    walk = JobWalk((), (("PROCESSING", 2),), (("PROCESSING", "FAILED", 1),))
    _, root = drawn(walk)
    told = [title.text for title in root.iter("title")]
    assert "PROCESSING (unfinished): seen in 2 polls" in told
    assert "PROCESSING → FAILED: seen 1 time" in told
    assert "CANCELLED (stopped): not seen" in told


def test_a_drawing_has_a_name_of_its_own_for_a_screen_reader():
    _, root = drawn()
    title = root.find("title")
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", title.get("id"))
    assert title.text == "a life"


@pytest.mark.parametrize("status", ["<script>", SCRIPT, 'a"b', "a&b", "</text></svg>"])
def test_a_status_that_is_markup_is_text(status):
    text, root = drawn(JobWalk((), ((status, 1),), (("PROCESSING", status, 1),)))
    assert {element.tag for element in root.iter()} == {"svg", "title", "g", "path", "rect", "text"}
    shown = "".join(one.text for one in root.iter("text")).replace(" ", "")
    assert status.replace(" ", "") in shown
    assert "<script" not in text


def test_nothing_in_a_drawing_has_a_style_or_loads_anything():
    text, root = drawn(operation="glue:GetJobRun")
    for element in root.iter():
        assert not {"style", "href", "onload", "fill", "stroke"} & set(element.attrib)
    assert "url(" not in text
