"""`check --page` and `add --page`: a page alone is enough to work with."""

from __future__ import annotations

import json

import pytest

LOAF = """\
GetLoafJob
Response Syntax
HTTP/1.1 200
x-amz-oven: Oven
Content-type: application/json

{ "BakedAt": number, "Crumbs": number, "Name": "string", "State": "string", "Weight": number }
Response Elements
BakedAt
When.
Type: Timestamp
Crumbs
How many.
Type: Integer
Valid Range: Minimum value of 0. Maximum value of 9.
Name
Its name.
Type: String
Pattern: [a-z]+
Required: Yes
State
How far.
Type: String
Valid Values: RUNNING | COMPLETED | FAILED
Weight
In g.
"""
EC2 = """\
DescribeLoafTasks
Response Elements
The following elements are returned by the service.
loafTaskSet
Information.
Type: Array of LoafTask objects
requestId
The ID of the request.
Type: String
Errors
"""
TASK = (
    "LoafTask\nContents\nloafId\nIt.\nType: String\nRequired: No\ncrumbs\nOf it.\nType: Integer\n"
)


@pytest.fixture
def page(tmp_path):
    (tmp_path / "loaf.txt").write_text(LOAF)
    return tmp_path / "loaf.txt"


def checked(run, page, response, *more):
    done = run("check", "--page", page, *more, "-", stdin=json.dumps(response).encode())
    return done.code, done.out


def test_a_response_as_documented_has_no_finding(run, page):
    good = {
        "BakedAt": 1.5,
        "Crumbs": 3,
        "Name": "rye",
        "State": "COMPLETED",
        "Weight": 1.5,
        "Oven": "a",
    }
    assert checked(run, page, good) == (
        0,
        "page:GetLoafJob: 1 response, no findings; 0 of 1 laws applied\n",
    )
    as_text = good | {"BakedAt": "2026-01-01T00:00:00Z", "Weight": "2026-01-01T00:00:00Z"}
    assert checked(run, page, as_text)[0] == 0


@pytest.mark.parametrize(
    ("changed", "code", "said"),
    [
        ({"Crumbs": "three"}, 1, 'Crumbs: got "<a string>", expected an integer'),
        ({"BakedAt": True}, 1, "expected a time: a number of seconds, or RFC 3339 text"),
        ({"BakedAt": "yesterday"}, 1, "expected a time: a number of seconds, or RFC 3339 text"),
        ({"Weight": "heavy"}, 1, "expected a number, or a time as RFC 3339 text"),
        ({"State": "BURNT"}, 0, "warning: page:GetLoafJob · State"),
        ({"Crumbs": 10}, 0, "at most 9"),
        ({"Name": "Rye"}, 0, "The page sets this limit"),
        ({"Salt": 1}, 0, "warning: page:GetLoafJob · Salt"),
        ({"Name": None}, 1, "Name"),
    ],
)
def test_a_shape_is_an_error_and_all_else_a_warning_with_the_page_as_source(
    run, page, changed, code, said
):
    good = {"BakedAt": 1, "Crumbs": 3, "Name": "rye", "State": "COMPLETED"}
    ended, out = checked(run, page, good | changed)
    assert ended == code
    assert said in out
    assert "GetLoafJob (api-reference)" in out
    assert "service model" not in out


def test_what_a_page_requires_is_a_note_where_it_lacks(run, page):
    ended, out = checked(run, page, {"State": "COMPLETED"})
    assert ended == 0
    assert "note: page:GetLoafJob · Name: absent, although the page calls it required" in out


def test_ends_are_inferred_and_only_warn(run, page, tmp_path):
    rows = [{"Name": "a", "State": "COMPLETED"}, {"Name": "a", "State": "RUNNING"}]
    (tmp_path / "h.jsonl").write_text("\n".join(map(json.dumps, rows)))
    done = run("check", "--page", page, tmp_path / "h.jsonl")
    assert done.code == 0
    assert "poll 2 · State" in done.out
    assert "inferred: the words of the statuses" in done.out
    assert run("check", "--page", page, "--strict", tmp_path / "h.jsonl").code == 1


def test_on_the_wire_what_travels_in_headers_is_no_member_of_the_body(run, page):
    body = {"Name": "rye", "Oven": "a"}
    assert "Oven: the documentation does not have" in checked(run, page, body, "--wire")[1]


def test_a_page_of_xml_names_what_travels_and_takes_only_that(run, tmp_path):
    (tmp_path / "a.txt").write_text(EC2)
    (tmp_path / "b.txt").write_text(TASK)
    pages = ("--page", tmp_path / "a.txt", "--page", tmp_path / "b.txt")
    body = (
        "<DescribeLoafTasksResponse><requestId>x</requestId><loafTaskSet><item>"
        "<loafId>l</loafId><crumbs>{}</crumbs></item></loafTaskSet></DescribeLoafTasksResponse>"
    )
    assert run("check", *pages, "-", stdin=b"{}").refused("give the raw body, with --wire")
    good = run("check", *pages, "--wire", "-", stdin=body.format(3).encode())
    assert (good.code, "no findings" in good.out) == (0, True)
    bad = run("check", *pages, "--wire", "-", stdin=body.format("many").encode())
    assert (bad.code, "loafTaskSet[0].crumbs" in bad.out) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check"], "name an OPERATION, or give the --page"),
        (["check", "--operation", "GetLoafJob"], "--operation chooses among pages"),
        (["check", "sesv2:GetImportJob", "x.json", "--page", "loaf.txt"], "give the FILE alone"),
        (["add", "GetLoafJob", "--page", "loaf.txt"], "name it service:Operation"),
    ],
)
def test_what_cannot_be_used_is_one_line(run, page, monkeypatch, arguments, said):
    monkeypatch.chdir(page.parent)
    assert run(*arguments).refused(said)


def test_a_contract_file_is_written_with_the_page_as_source_of_each_claim(run, page, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    assert run("add", "bakery:GetLoafJob", "--page", page, "--out", out).code == 0
    written = (out / "bakery.GetLoafJob.toml").read_text()
    assert written.count("GetLoafJob (api-reference)") == 2
    assert 'enum = ["RUNNING", "COMPLETED", "FAILED"]' in written
    assert 'success = ["COMPLETED"]' in written
    assert 'failure = ["FAILED"]' in written
