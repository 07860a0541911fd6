"""What real pages have that a tidy one lacks: boxes, banners, lists of values, lost lines."""

from __future__ import annotations

import pytest
from support.loaf_pages import plain

from aws_job_conformance.authoring import page_against, page_schema
from aws_job_conformance.authoring.pages import joining
from aws_job_conformance.authoring.pages.reading import read as read_page
from aws_job_conformance.core.errors import SyntaxPageError

HEAD = "GetLoaf\nReturns a loaf.\nResponse Syntax\n"
ELEMENTS = (
    "Response Elements\nIf the action is successful, the service sends back an HTTP 200 response.\n"
)
ERRORS = (
    "Errors\nFor information about the errors that are common to all actions, see Common Errors.\n"
)


def folded(text):
    return " ".join(text.split())


FORMS = pytest.mark.parametrize("form", [str, folded], ids=["lines", "one line"])


@FORMS
def test_elements_that_are_prose_alone_have_no_member(form):
    said = "If the action is successful, the service sends back an HTTP 200 response with an empty"
    said += " HTTP body."
    page = read_page(form(f"DeleteLoaf\nDeletes it.\nResponse Elements\n{said}\n{ERRORS}"))
    assert page.operation == "DeleteLoaf"
    assert not page.response.members


@FORMS
def test_a_data_type_without_members_is_one(form):
    text = (
        "Crumb\nA crumb.\nContents\nThe members of this exception structure are"
        " context-dependent.\n"
        "See Also\nFor more information about using this API in one of the language-specific AWS"
        " SDKs, see the following:\n"
    )
    page = read_page(form(text))
    assert page.data_type == "Crumb"
    assert not page.response.members


def test_values_that_stand_as_terms_below_a_member_are_no_members():
    page = read_page(
        "# GetLoaf\n\n## Response Elements\n\n**Status**\n\nHow far.\n\n**RISING**\n\nIt rises.\n\n"
        "**BAKED**\n\nIt is done.\n\nType: String\n\nValid Values: `RISING | BAKED`\n\n"
        "**Reason**\n\nWhy.\n\nType: String\n"
    )
    assert plain(page.response) == {"Status": ("RISING", "BAKED"), "Reason": "string"}
    assert page.response.members["Status"].named == ("RISING", "BAKED")


@pytest.mark.parametrize("listed", ["- slow\n- fast\n", "slow\nfast\n"], ids=["bullets", "lines"])
def test_values_below_their_label_are_named_and_no_members(listed):
    page = read_page(
        f"Loaf\nContents\nOven\nIts oven.\nValid Values:\n{listed}Type: String\nRequired: No\n"
        "Heat\nHow hot.\nType: Integer\nRequired: No\n"
    )
    assert plain(page.response) == {"Oven": "string", "Heat": "integer"}


def test_limits_are_read_over_broken_lines_and_with_parted_thousands():
    page = read_page(
        "Loaf\nContents\nSlices\nHow many.\nType: Integer\nValid Range: Minimum value of 125."
        " Maximum\n"
        "value of 30,720.\nNote\nA note.\nType: String\nLength Constraints: Maximum length of\n"
        " 12.\n"
    )
    assert dict(page.response.members["Slices"].limits) == {"minimum": 125, "maximum": 30720}
    assert dict(page.response.members["Note"].limits) == {"maxLength": 12}


@pytest.mark.parametrize("title", ["Note", "Important"])
def test_a_box_in_copied_text_is_no_member(title):
    page = read_page(
        f"Loaf\nA loaf.\nContents\n{title}\nIn the following list, what is required comes first.\n"
        "Id\nWhich.\nType: String\nRequired: Yes\n"
        f"Oven\nWhere.\n{title}\nIt is hot.\nType: String\nRequired: No\n"
    )
    assert plain(page.response) == {"Id": "string", "Oven": "string"}
    assert page.response.required == ("Id",)


def test_a_member_may_be_called_warning_in_markdown():
    page = read_page(
        "# GetLoaf\n\n## Response Elements\n\n**loafId**\n\nWhich.\n\nType: String\n\n"
        "**warning**\n\nIf it is hot.\n\nType: Boolean\n"
    )
    assert plain(page.response) == {"loafId": "string", "warning": "boolean"}


@FORMS
def test_members_may_be_called_as_sections_are(form):
    page = read_page(
        form(
            HEAD
            + '{\n "Contents": [ "string" ],\n "Errors": [ "string" ]\n}\n'
            + ELEMENTS
            + "Contents\n"
            "What is in it.\nType: Array of strings\nErrors\nWhat went wrong.\nType: Array of"
            " strings\n"
            "Array Members: Maximum number of 5 items.\n" + ERRORS + "LoafException\nBad.\n"
            "HTTP Status Code: 400\n"
        )
    )
    assert plain(page.response) == {"Contents": ["string"], "Errors": ["string"]}
    assert dict(page.response.members["Errors"].limits) == {"maxItems": 5}
    assert dict(page.statuses) == {"LoafException": 400}


BANNER = "Skip to main content\nCookies\nWe use cookies. Choose\nCustomize\nAccept\nDecline\n"


@pytest.mark.parametrize(
    "above",
    [
        BANNER + "GetLoafRun\nReturns it\nGuide.\nImportant\nIt is hot.\n",
        BANNER + "AWS Documentation\nBakery\nGetLoafRun - AWS Bakery\nIt returns\nLoafRunList\n",
        "GetLoafRun\nSee also\nDescribeOven\nand\nit.\n",
    ],
    ids=["a banner", "a title", "prose"],
)
def test_the_name_of_a_page_is_found_among_what_stands_above(above):
    assert read_page(above + 'Response Syntax\n{ "Id": "string" }\n').operation == "GetLoafRun"


@pytest.mark.parametrize(
    "above",
    [
        "GetLoafRun Returns it. To list them, see ListLoafRuns.",
        folded(BANNER) + " GetLoafRun Returns it.",
    ],
)
def test_the_name_of_a_page_on_one_line_stands_before_the_prose(above):
    assert read_page(above + ' Response Syntax { "Id": "string" } ').operation == "GetLoafRun"


def test_an_element_may_hold_another_of_its_name():
    page = read_page(
        '# GetPlace\n\n## Response Syntax\n\n```\nHTTP/1.1 200\n<?xml version="1.0"?>\n<Place>\n'
        "   <Place>string</Place>\n   <Id>string</Id>\n</Place>\n```\n"
    )
    assert page.xml == "Place"
    assert plain(page.response) == {"Place": "text", "Id": "text"}


def test_a_body_in_prose_is_the_member_that_is_all_of_it():
    page = read_page(
        "# GetPolicy\n\n## Response Syntax\n\n```\nHTTP/1.1 200\n\n{ Policy in JSON format }\n```\n"
    )
    assert page.payload == "Policy"
    assert list(page.response.members) == ["Policy"]


def test_numbers_in_the_prose_of_the_next_member_belong_to_it():
    page = read_page(
        folded(
            HEAD
            + '{ "Made": number, "Baked": number }\n'
            + ELEMENTS
            + "Made\nWhen, since Jan 1, 1970.\n"
            "Type: Long\nValid Range: Minimum value of 0.\nBaked\nWhen, since Jan 1, 1970"
            " 00:00:00 UTC.\n"
            "Type: Long\nValid Range: Minimum value of 5.\n"
        )
    )
    assert {n: dict(s.limits) for n, s in page.response.members.items()} == {
        "Made": {"minimum": 0},
        "Baked": {"minimum": 5},
    }


def test_the_last_value_of_a_line_ends_before_the_next_name():
    page = read_page(
        "Loaf A loaf. Contents kind Its kind. Type: String Valid Values: Half Baked | No Crust |"
        " Whole"
        " Grain (dark) oven The oven. Type: String Required: No heat How hot | cold. By default,"
        " warm."
        " Type: Integer Required: No"
    )
    assert plain(page.response) == {
        "kind": ("Half Baked", "No Crust", "Whole Grain (dark)"),
        "oven": "string",
        "heat": "integer",
    }


def test_a_union_on_one_line_does_not_hide_the_next_member():
    page = read_page(
        "Loaf A loaf. Contents crust Its crust. Type: Crust object Note: This object is a Union."
        " Only one"
        " member of this object can be specified or returned. Required: No status How far. Type:"
        " String"
        " Valid Values: RISING | BAKED Required: No"
    )
    assert page.response.members["crust"].union
    assert plain(page.response)["status"] == ("RISING", "BAKED")


def test_a_comment_in_a_sample_makes_no_markdown_of_copied_text():
    page = read_page(
        HEAD + 'HTTP/1.1 200\nContent-type: application/json\n\n{\n  "Id": "string"\n}\nExamples\n'
        'Sample Request\n# RequestBody is empty\nSample Response\nHTTP/1.1 200 OK\n{ "Id": "a1" }\n'
    )
    assert (page.form, plain(page.response)) == ("text", {"Id": "text"})


@pytest.mark.parametrize(
    "text",
    [
        (
            "# GetLoaf\n\n## Response Elements\n\n**Tags**Tags.entry.N.key (key)Tags.entry.N.value"
            " (value)\n\n"
            "Tags.\n\nType: String to string map\n"
        ),
        (
            "<html><h1>GetLoaf</h1>"
            "<h2>Response Elements</h2><dl><dt><b>Tags</b><br>Tags.entry.N.key"
            " (key)<br>"
            "Tags.entry.N.value (value)</dt><dd><p>Tags.</p><p>Type: String to string"
            " map</p></dd></dl></html>"
        ),
    ],
    ids=["Markdown", "HTML"],
)
def test_a_map_of_a_query_has_its_own_name(text):
    assert plain(read_page(text).response) == {"Tags": ("map", "string", "string")}


def test_bold_words_in_the_prose_of_a_member_are_no_members():
    page = read_page(
        "# Loaf\n\n## Contents\n\n**Crust**\n\nIts crust.\n\n**Whole loaves** - see [the"
        " guide](x.md).\n\n"
        "**Additional kinds:**\n\nMany.\n\nType: Boolean\n\nRequired: Yes\n"
    )
    assert plain(page.response) == {"Crust": "boolean"}
    assert page.response.required == ("Crust",)


def test_elements_have_the_names_of_the_block_where_it_shows_an_entry_of_a_list():
    block = (
        "## Response Syntax\n\n```\nHTTP/1.1 200\n<R>\n <Slice>string</Slice>\n ...\n</R>\n```\n\n"
    )
    page = read_page(
        f"# GetLoaf\n\n{block}## Response Elements\n\n**Slices**\n\nAll.\n\nType: Array of"
        f" strings\n\nRequired: Yes\n"
    )
    assert list(page.response.members) == ["Slice"]
    assert page.response.required == ("Slice",)
    assert page.notes == ("Slice: called Slices among the elements",)


def test_headers_beside_a_body_that_is_one_member_are_held_against_the_model():
    text = (
        "# CopyObject\n\n## Response Syntax\n\n```\nHTTP/1.1 200\nx-amz-version-id: VersionId\n"
        "<CopyObjectResult>\n <ETag>string</ETag>\n <LastModified>timestamp</LastModified>\n"
        "</CopyObjectResult>\n```\n"
    )
    page = joining.joined([read_page(text)])
    told = {(one.path, one.page) for one in page_against.differences(page, "s3:CopyObject")}
    assert ("VersionId", "documented") not in told
    assert ("CopyObjectResult.ETag", "documented") not in told
    assert ("CopySourceVersionId", "not there") in told
    assert page_schema.opened(page)


def test_a_text_that_the_elements_call_a_number_is_told_and_open_but_not_of_a_header():
    block = 'HTTP/1.1 200\nx-count: Count\n\n{ "Size": "string" }'
    page = read_page(
        f"# GetLoaf\n\n## Response Syntax\n\n```\n{block}\n```\n\n## Response Elements\n\n"
        "**Count**\n\nIt.\n\nType: Integer\n\n**Size**\n\nIt.\n\nType: Integer\n"
    )
    assert plain(page.response) == {"Count": "integer", "Size": "open"}
    assert page.notes == ("Size: shown as text, and called integer",)


def test_a_placeholder_may_be_broken_in_its_word():
    page = read_page(HEAD + '{ "Id": "str\ning", "On": boolean }\n')
    assert plain(page.response) == {"Id": "text", "On": "boolean"}


@pytest.mark.parametrize(
    ("page", "line"),
    [
        ('# GetLoaf\n\n## Response Syntax\n\n```\n{\n  "Id": wrong\n}\n```\n', 7),
        ('# GetLoaf\n\n## Response Syntax\n\n```nohighlight\n\n{\n  "Id": wrong\n}\n```\n', 8),
        ('# GetLoaf\n\n## Response Syntax\n\n```\nHTTP/1.1 200\n\n{\n  "Id": wrong\n}\n```\n', 9),
        ('<html><h1>GetLoaf</h1><h2>Response Syntax</h2>\n<pre>\n{\n"Id": wrong }</pre></html>', 4),
        ('GetLoaf\nResponse Syntax\n{\n"Id": wrong }\n', 4),
    ],
    ids=["Markdown", "an empty line above", "an answer above", "HTML", "text"],
)
def test_what_is_wrong_in_a_block_is_told_with_the_line_of_the_page(page, line):
    with pytest.raises(SyntaxPageError, match=rf"line {line}, "):
        read_page(page)
