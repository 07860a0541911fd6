"""`derive`, as far as the command line goes."""

import json

import pytest
from support.saved_pages import SHARED

from aws_job_conformance.authoring import derive
from aws_job_conformance.authoring.derive import Derived

PAGES = [pytest.param(path, id=path.stem[:3]) for path in sorted(SHARED.glob("*.txt"))]


class TestDerive:
    """`derive`, as far as the command line goes."""

    @pytest.mark.parametrize("page", PAGES)
    def test_each_saved_page_prints_its_schema_alone(self, run, page):
        ended = run("derive", "--page", page)
        # A Delphi interface names three types whose members are on pages of their own.
        told = "GetImportJob: read as delphi (text), 3 places open\n"
        assert (ended.code, ended.err) == (0, told if page.name.startswith("002") else "")
        schema = json.loads(ended.out)
        assert schema["type"] == "object"
        assert len(json.dumps(schema["properties"])) > 300

    def test_a_page_may_come_from_standard_input(self, run):
        page = b"Response Syntax\n\n{\n    'Status': 'NEW'|'DONE'\n}\n"
        schema = json.loads(run("derive", "--page", "-", stdin=page).out)
        assert schema["properties"] == {"Status": {"enum": ["NEW", "DONE"], "type": "string"}}

    @pytest.mark.parametrize(
        ("page", "said"),
        [
            (b"", "page.txt: "),
            (b"no such heading", "page.txt: "),
            (b"Response Syntax\n\n{ 'A': }", "line 3, column 8"),
            (b"\xff", "page.txt: not UTF-8 at offset 0"),
        ],
    )
    def test_a_page_that_cannot_be_read_is_refused_with_the_place(self, run, tmp_path, page, said):
        (tmp_path / "page.txt").write_bytes(page)
        assert run("derive", "--page", "page.txt").refused(said)

    def test_what_was_written_is_up_to_date_until_it_is_changed_by_hand(self, run, tmp_path):
        out = tmp_path / "schemas"
        assert run("derive", "sesv2:GetImportJob", "--out", out).code == 0
        assert run("derive", "sesv2:GetImportJob", "--out", out, "--check").code == 0
        path = out / "sesv2" / "GetImportJob.json"
        path.write_text(path.read_text().replace('"FAILED"', '"BROKEN"', 1))
        ended = run("derive", "sesv2:GetImportJob", "--out", out, "--check")
        assert (ended.code, ended.err) == (1, "")
        assert "BROKEN" in ended.out
        rows = json.loads(
            run("derive", "sesv2:GetImportJob", "--out", out, "--check", "--format", "json").out
        )
        assert [(row["operation"], row["drifted"]) for row in rows] == [
            ("sesv2:GetImportJob", True)
        ]

    def test_a_place_that_cannot_be_written_is_refused(self, run, tmp_path, monkeypatch):
        (tmp_path / "sesv2").write_text("a file where a folder belongs")
        monkeypatch.setattr(derive, "derive", lambda source: Derived(source.operation, {}, {}, ()))
        ended = run("derive", "sesv2:GetImportJob", "--out", tmp_path)
        assert ended.refused("sesv2")
