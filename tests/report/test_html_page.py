"""The page: everything a stranger wrote is text in it, masked; nothing loads; it is read whole."""

import base64
import hashlib
import re

import pytest
from lxml import html as lxml_html
from support.reported import ARN, GLUE, NOW, SCRIPT, SECRET, SESV2, checked, finding, hostile

from aws_job_conformance.catalog import load
from aws_job_conformance.core.shipped import names
from aws_job_conformance.judge.results import Result, laws_of
from aws_job_conformance.report.content import ReportSources, content
from aws_job_conformance.report.html_page import PLACES, html


def page(sources):
    text = html(content(sources, NOW))
    return text, lxml_html.document_fromstring(text)


@pytest.fixture(scope="module")
def of_strangers():
    return page(hostile())


def text_of(root):
    return " ".join(root.text_content().split())


def test_what_a_stranger_wrote_is_text_wherever_it_stands(of_strangers):
    text, root = of_strangers
    assert "<script>alert" not in text
    assert len(root.xpath("//script")) == 1
    shown = text_of(root)
    # about, failures, poller (three), reason, origin and story, law's source, fix, status, clients
    assert shown.count(SCRIPT) >= 12
    assert '"<a text of 8 characters>"' in shown  # a status, as the terminal shows it


def test_what_is_secret_is_masked_and_what_cannot_be_seen_is_escaped(of_strangers):
    text, root = of_strangers
    assert SECRET not in text
    assert ARN not in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\\x1b[2J\\u202e" in text_of(root)


def test_nothing_of_the_page_asks_a_network(of_strangers):
    text, root = of_strangers
    assert not root.xpath("//link | //img | //iframe | //object | //embed | //base | //*[@src]")
    links = root.xpath("//@href | //@action | //@*[local-name() = 'href']")
    assert all(link.startswith(("#", "https://docs.aws.amazon.com/")) for link in links)
    assert "url(" not in text
    assert "@import" not in text
    assert not [a for e in root.iter() for a in e.attrib if a.startswith("on") or a == "style"]


def test_the_policy_lets_nothing_run_but_the_style_and_the_script_of_the_page(of_strangers):
    _, root = of_strangers
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    for kind in ("style", "script"):
        (element,) = root.xpath(f"//head/{kind} | //body/{kind}")
        hashed = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert rules[f"{kind}-src"] == f"'sha256-{hashed}'"
    assert not re.search(r"unsafe|https?:|\*", policy)


def test_each_finding_says_what_where_the_fix_and_who_promised_it():
    _, root = page(ReportSources([checked()]))
    shown = text_of(root)
    for found in checked().findings:
        where, _, rest = found.message.partition(": ")
        assert where in shown
        assert rest.partition(f" ({found.law}")[0] in shown
        assert found.source in shown
    (first, *_) = root.xpath("//li[starts-with(@class, 'finding ')]")
    marks = [
        " ".join(mark.text_content().split()) for mark in first.xpath(".//ol[@class='polls']/li")
    ]
    assert marks == ["PROCESSING", "COMPLETED poll 2, here", "<a text of 8 characters>"]


def test_laws_that_applied_and_those_that_did_not_stand_in_one_table():
    _, root = page(ReportSources([checked()]))
    rows = root.xpath("//table[@class='laws']/tbody/tr")
    assert len(rows) == len(laws_of(load(SESV2)))
    told = [(row.get("class"), row.findtext("td[@class='number']")) for row in rows]
    assert sum(name == "lit" for name, _ in told) == len(checked().applied)
    assert all((name == "pale") == (number == "not") for name, number in told)


def test_evidence_is_told_by_origin_with_its_age(of_strangers):
    _, root = of_strangers
    (row,) = [
        row for row in root.xpath("//tr") if f"emulator {SCRIPT} 1" in (row.xpath("string(th)"))
    ]
    assert [cell.text for cell in row.findall("td")] == [
        "1",
        "3",
        "2",
        "2",
        "0",
        "2026-01-30",
        "30",
    ]


def test_an_operation_that_nothing_is_seen_of_says_so_after_the_others(of_strangers):
    _, root = of_strangers
    titles = [title.text for title in root.xpath("//article//h3")]
    assert titles == [SESV2, "athena:GetQueryExecution", GLUE]
    assert "no evidence" in text_of(root.xpath("//article")[1])
    assert f"{SCRIPT} of " in text_of(root.xpath("//article")[2])
    assert root.xpath("//article")[0].xpath("details[@open]")


def test_every_operation_has_its_life_drawn_and_as_a_table():
    _, root = page(ReportSources([], operations=names()[:5]))
    assert len(root.xpath("//svg")) == 5
    identifiers = root.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))
    for link in root.xpath("//nav//a/@href"):
        assert link[1:] in identifiers


def test_of_many_places_the_first_are_shown_and_the_rest_is_counted():
    told = tuple(finding(poll=number, more=10) for number in range(1, 31))
    _, root = page(ReportSources([Result(SESV2, "s", "aws", findings=told)]))
    (group,) = root.xpath("//li[starts-with(@class, 'finding ')]")
    assert len(group.xpath("ul[@class='places']/li")) == PLACES + 1
    assert "330 times" in text_of(group)
    assert f"and {330 - PLACES} more" in text_of(group)


def test_without_clients_or_a_poller_there_is_nothing_of_them():
    _, root = page(ReportSources([checked()]))
    assert not root.xpath("//*[@id = 'clients' or @id = 'poller']")


def test_the_clients_stand_in_a_table_with_what_is_wrong_below_it(of_strangers):
    _, root = of_strangers
    cells = {
        cell.get("class"): cell.text
        for cell in root.xpath("//*[@id='clients']//td[starts-with(@class, 'cell')]")
    }
    assert cells["cell read"] == "200 read"
    assert cells["cell wrong"] == "3 read, 1 otherwise"
    assert cells["cell not-run"] == "not run"
    assert f"sent {SCRIPT}, read 3" in text_of(root.xpath("//*[@id='clients']//ul")[0])
