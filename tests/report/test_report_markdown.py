"""The report as Markdown: the same facts, and nothing of a stranger's is markup or a link."""

from markdown_it import MarkdownIt
from support.reported import NOW, SCRIPT, SECRET, SESV2, checked, hostile

from aws_job_conformance.report.content import ReportSources, content
from aws_job_conformance.report.report_markdown import markdown, plain

READER = MarkdownIt("commonmark", {"html": True}).enable("table")
NASTY = (
    SCRIPT,
    "[a](http://b.example)",
    "![x](y)",
    "`code`",
    "**b**",
    "| cell |",
    "#1",
    "&lt;",
    "@me",
)


def tokens(text):
    for token in READER.parse(text):
        yield token
        yield from token.children or ()


def test_a_stranger_s_text_is_shown_as_it_is():
    for text in (*NASTY, "a_b_c", "~~x~~", "\\", "$x$", "<!-- -->"):
        (paragraph,) = [t for t in READER.parse(f"x {plain(text)}") if t.type == "inline"]
        assert {child.type for child in paragraph.children} <= {"text", "text_special"}, text
        assert "".join(child.content for child in paragraph.children) == f"x {text}"


def test_an_address_links_to_nothing_where_addresses_are_links():
    assert "://" not in plain("see https://evil.example/?a=b")
    assert "www." not in plain("www.evil.example")


def test_a_report_of_strangers_texts_has_no_markup_of_theirs():
    text = markdown(content(hostile(), NOW))
    found = list(tokens(text))
    kinds = {token.type for token in found}
    assert not kinds & {"html_inline", "html_block", "link_open", "image", "code_inline"}
    shown = "".join(token.content for token in found if token.type in ("text", "text_special"))
    assert SCRIPT in shown
    assert SECRET not in text


def test_every_finding_law_status_and_origin_stands_in_it():
    shown = content(ReportSources([checked()]), NOW)
    text = markdown(shown)
    (one,) = shown.operations
    for group in one.findings:
        assert f"- **{group.grade}** {plain(group.where)}: {plain(group.what)}" in text
        assert f"  - fix: {plain(group.fix)}" in text
    for law in one.laws:
        assert f"| {plain(law.kind)} | {plain(law.sentence)} | {law.applied or 'not'} |" in text
    for status in one.life.statuses:
        assert f"| {plain(status.name)} |" in text
    assert "**COMPLETED**" in text  # the poll that a finding is about
    assert f"## {plain(SESV2)}" in text
    assert text.endswith("\n")  # as every file of text


def test_every_row_of_a_table_has_as_many_cells_as_its_head():
    text = markdown(content(hostile(), NOW))
    tables = [token for token in READER.parse(text) if token.type == "table_open"]
    assert len(tables) == 6  # overview, poller, life, laws, evidence, clients
    assert "|" not in "".join(t.content for t in tokens(text) if t.type == "text" and t.level == 0)
