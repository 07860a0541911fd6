"""AWS's API Reference as anybody saved it: what its block, its elements and its contents say."""

from __future__ import annotations

import pytest
from support.adversarial import at_most
from support.loaf_pages import plain

from aws_job_conformance.authoring.page_schema import opened, page_schema
from aws_job_conformance.authoring.pages.documented import DocumentedShape
from aws_job_conformance.authoring.pages.reading import read as read_page
from aws_job_conformance.core.errors import SyntaxPageError

RUN = (
    '{ "JobRun": { "CompletedOn": number, "Arguments": { "string" : "string" },'
    ' "JobRunQueuingEnabled": boolean } }'
)
RUN_FACTS = {
    "JobRun": {
        "CompletedOn": "number",
        "Arguments": ("map", "text", "text"),
        "JobRunQueuingEnabled": "boolean",
    }
}
# Two blanks at the end of a line are a line break: "~" stands for them.
TWIN = """\
# GetLoaf
<a name="API_GetLoaf"></a>

Tells how the baking goes.

## Request Syntax
<a name="API_GetLoaf_RequestSyntax"></a>

```
GET /loaves/{{LoafId}} HTTP/1.1
```

## Response Syntax
<a name="API_GetLoaf_ResponseSyntax"></a>

```
HTTP/1.1 Status
x-amz-oven-id: OvenId
Content-type: application/json

{
   "BakedAt": number,
   "[Loaf](#bakery-GetLoaf-response-Loaf)": {\x20
      "Crumbs": number,
      "Name": "string
"
   },
   "Recipe": { ... },
   "State": "{{string}}",
   "Toppings": [ "string" ]
}
```

## Response Elements
<a name="API_GetLoaf_ResponseElements"></a>

If the action is successful, the service sends back the following HTTP response.

 ** [Status](#API_GetLoaf_ResponseSyntax) **   <a name="bakery-GetLoaf-response-Status"></a>
Whether it is there\\.

The response returns the following HTTP headers.

 ** [x-amz-oven-id](#API_GetLoaf_ResponseSyntax) **   <a name="bakery-GetLoaf-response-OvenId"></a>
Which oven\\.~
Length Constraints: Minimum length of 1\\. Maximum length of 9\\.

 ** [BakedAt](#API_GetLoaf_ResponseSyntax) **   <a name="bakery-GetLoaf-response-BakedAt"></a>
When it left the oven.~
Type: Timestamp

 ** [Loaf](#API_GetLoaf_ResponseSyntax) **   <a name="bakery-GetLoaf-response-Loaf"></a>
What was baked.~
Type: [Loaf](API_Loaf.md) object

 ** [Recipe](#API_GetLoaf_ResponseSyntax) **   <a name="bakery-GetLoaf-response-Recipe"></a>
How.~
Type: [Recipe](API_Recipe.md) object~
 **Note: **This object is a Union. Only one member of this object can be specified or returned.

 ** [State](#API_GetLoaf_ResponseSyntax) **   <a name="bakery-GetLoaf-response-State"></a>
How far it is.~
+  `CREATE PENDING` - It waits.
+  `CREATE IN_PROGRESS` - It is hot.
+  `ERROR` - Sorry.
Valid Values: `CREATE PENDING | CREATE IN_PROGRESS | ACTIVE`~
Type: String

 ** [Toppings](#API_GetLoaf_ResponseSyntax) **   <a name="bakery-GetLoaf-response-Toppings"></a>
What lies on it. Content Type: none.~
Type: Array of strings~
Array Members: Minimum number of 0 items. Maximum number of 5 items.~
Length Constraints: Maximum length of 20.~
Pattern: `^[a-z]+$` ~
Valid Values: `SEED | NUT` ~
Required: No

## Errors
<a name="API_GetLoaf_Errors"></a>

 ** OvenColdException **
It is cold.
 ** message **
What it says.
HTTP Status Code: 409

## See Also
<a name="API_GetLoaf_SeeAlso"></a>
+  [AWS SDK for Go v2](https://docs.aws.amazon.com/goto/SdkForGoV2/bakery-2020-01-01/GetLoaf)
+  [AWS SDK for C\\+\\+](https://docs.aws.amazon.com/goto/SdkForCpp/bakery-2020-01-01/GetLoaf)
""".replace("~\n", "  \n")
LOAF = """\
Loaf
What was baked.
Contents
Crumbs
How many.
Type: Integer
Valid Range: Minimum value of 0. Maximum value of 100.
Required: No
Name
Its name.
Type: String
Required: Yes
See Also
"""


@pytest.mark.parametrize(
    "text",
    [
        f"GetJobRun\nResponse Syntax\n{RUN}\n",
        f"GetJobRun\nResponse Syntax\nHTTP/1.1 200\nContent-type: application/json\n\n{RUN}\n",
        f"GetJobRun Is. Response Syntax HTTP/1.1 200 Content-type: application/json {RUN} Errors",
        f"# GetJobRun\n\n## 响应语法\n\n```\nHTTP/1.1 200\n{RUN}\n```\n",
        f"<html><body><h1>GetJobRun</h1><h2>Antwortsyntax</h2><pre>{RUN}</pre></body></html>",
        f'<h1>GetJobRun</h1><h2 id="API_GetJobRun_ResponseSyntax">?</h2><pre>{RUN}</pre>',
        "GetJobRun\nResponse Syntax\n"
        + RUN.replace(" ", "\n").replace('{\n"string"', '{ "string"'),
    ],
)
def test_a_block_is_read_whatever_stands_above_it_and_whoever_saved_it(text) -> None:
    page = read_page(text)
    assert (page.layout, page.operation) == ("api-reference", "GetJobRun")
    assert plain(page.response) == RUN_FACTS


def test_a_twin_says_types_values_limits_headers_and_errors() -> None:
    page = read_page(TWIN)
    assert (page.service, page.operation, page.form) == ("bakery", "GetLoaf", "Markdown")
    assert dict(page.headers) == {"Status": "HTTP/1.1", "OvenId": "x-amz-oven-id"}
    assert dict(page.statuses) == {"OvenColdException": 409}
    assert page.notes == (
        "State: prose names ERROR, beside Valid Values, which lack it and have ACTIVE",
    )
    assert plain(page.response) == {
        "Status": "text",
        "OvenId": "text",
        "BakedAt": "timestamp",
        "Loaf": {"Crumbs": "number", "Name": "text"},
        "Recipe": {},
        "State": ("CREATE PENDING", "CREATE IN_PROGRESS", "ACTIVE"),
        "Toppings": [("SEED", "NUT")],
    }
    toppings = page.response.members["Toppings"]
    assert dict(toppings.limits) == {"maxItems": 5}
    assert dict(toppings.member.limits) == {"maxLength": 20}
    assert toppings.member.pattern == "^[a-z]+$"
    assert page.response.members["Recipe"].union


def test_what_no_page_tells_apart_stays_open_and_is_named() -> None:
    page = read_page(TWIN)
    assert opened(page) == {
        "Status": "text, enum, time or blob",
        "OvenId": "text, enum, time or blob",
        "Loaf.Crumbs": "integer, float or time",
        "Loaf.Name": "text, enum, time or blob",
        "Recipe": "members of Recipe, on a page of its own",
    }
    schema = page_schema(page)
    assert schema["x-page"]["open"] == opened(page)
    assert schema["properties"]["Loaf"]["properties"]["Crumbs"]["x-open"]
    pattern = schema["properties"]["Toppings"]["items"]["pattern"]
    assert pattern.startswith("^(?:[a-z]+)$")


def test_a_data_type_has_its_members_and_what_it_requires() -> None:
    page = read_page(LOAF)
    assert (page.operation, page.data_type) == (None, "Loaf")
    assert page.response.required == ("Name",)
    assert page.response.members["Crumbs"] == DocumentedShape(
        "integer", limits={"minimum": 0, "maximum": 100}
    )


def test_a_single_valid_value_is_named_and_never_enforced() -> None:
    text = LOAF.replace("Type: String", "Type: String\nValid Values: RYE")
    name = read_page(text).response.members["Name"]
    assert (name.enum, name.named) == ((), ("RYE",))


def test_no_tag_entity_or_script_of_a_page_is_obeyed(tmp_path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("LEAKED")
    page = (
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]><html><head>'
        f"<script>Response Syntax {RUN}</script></head><body><h1>GetLoaf</h1>"
        '<h2 id="API_GetLoaf_ResponseSyntax">Response Syntax</h2><pre>{ "Name&x;": "string" }</pre>'
    )
    read = read_page(page)
    assert "LEAKED" not in str(read)
    assert len(read.response.members) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<html><title>Sign in</title><body><p>Amazon</p></body></html>", "heading on 'Sign in'"),
        ("# 404\n\nThis page does not exist", "no Response Syntax heading on '404'"),
        ('GetLoaf\nResponse Syntax\nHTTP/1.1 200\n{\n  "A": {\n    "B": number,\n', "the end"),
        (TWIN[: TWIN.index("BakedAt")], "a quote that is never closed"),
        (TWIN[: TWIN.index('"BakedAt')], "the end of the page"),
        ("Loaf\nContents\nSee Also\n", "Contents without a member"),
        ("GetLoaf\nErrors\nSee Also\n", "'See Also' and nothing of a response"),
        ("Response Syntax\nHTTP/1.1 200\n<A><B>string</A>", "XML that cannot be read"),
    ],
)
def test_a_bad_page_is_one_line_that_says_what_was_found_and_where(text, said) -> None:
    with pytest.raises(SyntaxPageError) as caught:
        read_page(text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("line ")


USED = "How *it* is used. "


@pytest.mark.thorough
@pytest.mark.parametrize("form", ["Markdown", "HTML"])
def test_ten_megabytes_are_read_in_seconds(form) -> None:
    text = TWIN.replace("## See Also", "## Examples\n\n" + USED * 600_000 + "\n\n## See Also")
    if form == "HTML":
        block = f"<h1>GetLoaf</h1><h2>Response Syntax</h2><pre>{RUN}</pre><h2>Examples</h2>"
        text = block + f"<p>{'How <i>it</i> is used. ' * 20}</p>" * 22_000
    assert len(text) > 10_000_000
    with at_most(20):
        assert read_page(text).operation == "GetLoaf"


@pytest.mark.thorough
@pytest.mark.parametrize("form", ["Markdown", "HTML"])
def test_what_no_person_would_read_is_refused_in_seconds(form) -> None:
    member = " ** M **\nIt.\nType: String\nRequired: No\n\n"
    text = "# Big\n\n## Contents\n\n" + member * 260_000
    if form == "HTML":
        term = "<dt><b>M</b></dt><dd><p>It.</p><p>Type: String</p><p>Required: No</p></dd>"
        text = "<h1>Big</h1><h2>Contents</h2><dl>" + term * 140_000
    assert len(text) > 10_000_000
    with (
        at_most(20),
        pytest.raises(SyntaxPageError, match=r"more than [0-9]+ headings|a section of"),
    ):
        read_page(text)


def test_html_as_aws_serves_it_with_its_buttons_links_and_banners() -> None:
    page = (
        "<!DOCTYPE html>\n<html xmlns='http://www.w3.org/1999/xhtml' lang='en-US'><head>"
        "<title>GetLoaf - Bakery</title>"
        "<link rel='canonical' href='https://docs.aws.amazon.com/bakery/latest/API_GetLoaf.html'/>"
        "</head><body><awsdocs-view><div class='cookies'><h2>Select your cookie preferences</h2>"
        "<p>We use cookies. Errors are rare.</p><button>Accept</button></div>"
        "<div id='main-col-body'><h1 class='topictitle' id='API_GetLoaf'>GetLoaf</h1>"
        "<div class='awsdocs-page-header-container'></div><p>Tells how it goes.</p>"
        "<h2 id='API_GetLoaf_ResponseSyntax'>Response Syntax</h2>"
        "<pre class='programlisting'><div class='code-btn-container'><div class='btn-copy-code'"
        " title='Copy'><awsui-icon name='copy'></awsui-icon></div></div><!--DEBUG: cli ()-->"
        "<code class='nohighlight'>HTTP/1.1 200\nContent-type: application/json\n\n{\n"
        '   "<a href="#bakery-x">Status</a>": "<i>string</i>",\n'
        '   "Crumbs": <replaceable>number</replaceable>\n}</code></pre>'
        "<h2 id='API_GetLoaf_ResponseElements'>Response Elements</h2><p>If so.</p>"
        "<div class='variablelist'><dl>"
        "<dt><a id='bakery-GetLoaf-response-Crumbs'></a><span class='term'><b>"
        "<a href='#API_GetLoaf_ResponseSyntax'>Crumbs</a></b></span></dt>"
        "<dd><p>How many.</p><div class='awsdocs-note'><div class='note-title'><h6>Note</h6>"
        "</div><div class='awsdocs-note-text'><p>Few.</p></div></div><p>Type: Integer</p></dd>"
        "<dt><span class='term'><b>Status</b></span></dt><dd><p>How far.</p><div><ul><li><p>"
        "<code class='code'>RISING</code> - hot</p></li></ul></div><p>Type: String</p>"
        "<p>Valid Values: <code class='code'>RISING | BAKED</code></p></dd></dl></div>"
        "<h2 id='API_GetLoaf_Errors'>Errors</h2><div class='variablelist'><dl>"
        "<dt><span class='term'><b>OvenColdException</b></span></dt><dd><p>Cold.</p>"
        "<div class='variablelist'><dl><dt><span class='term'><b>message</b></span></dt>"
        "<dd><p>What.</p></dd></dl></div><p>HTTP Status Code: 409</p></dd></dl></div>"
        '<h2 id=\'API_GetLoaf_Examples\'>Examples</h2><pre>{ "Crumbs": "many" }</pre>'
        "</div></awsdocs-view></body></html>"
    )
    read = read_page(page)
    assert plain(read.response) == {"Status": ("RISING", "BAKED"), "Crumbs": "integer"}
    assert dict(read.statuses) == {"OvenColdException": 409}
    assert read.address == "https://docs.aws.amazon.com/bakery/latest/API_GetLoaf.html"
    assert (read.operation, read.form, read.notes) == ("GetLoaf", "HTML", ())


def test_a_data_type_whose_prose_names_what_its_values_lack_is_told() -> None:
    # As on SESv2's page of ImportJobSummary: docs.aws.amazon.com/ses/latest/APIReference-V2.
    page = read_page(
        '# Summary\n<a name="API_Summary"></a>\n\n## Contents\n'
        '<a name="API_Summary_Contents"></a>\n\n ** JobStatus **   <a name="SES-Type-x"></a>\nIt.\n'
        "+  `CREATED` – a\n+  `PROCESSING` – b\n+  `ERROR` – c\n+  `COMPLETED` – d\n"
        "Type: String\nValid Values: `CREATED | PROCESSING | COMPLETED | FAILED | CANCELLED`\n"
        "Required: No\n"
    )
    assert page.response.members["JobStatus"].named == (
        "CREATED",
        "PROCESSING",
        "ERROR",
        "COMPLETED",
    )
    (note,) = page.notes
    assert note.startswith("JobStatus: prose names ERROR, beside Valid Values, which lack it")
    assert note.endswith("and have FAILED, CANCELLED")


@pytest.mark.parametrize(
    ("syntax", "labels"),
    [
        ("响应语法", "类型：字符串\n长度限制：固定长度为 39。\n模式：[a-z]+\n必需：是"),
        ("レスポンスの構文", "型: 文字列\n長さの制限: 固定長は 39 です。\n必須：はい"),
        ("Antwortsyntax", "Typ: Zeichenfolge\nLängenbeschränkungen: Feste Länge von 39."),
        ("Syntaxe de la réponse", "Type : String\nContraintes de longueur : longueur fixe de 39."),
    ],
)
def test_a_page_in_another_language_is_read_by_the_words_that_were_seen(syntax, labels) -> None:
    anchor = '<a name="API_GetLoaf_ResponseElements"></a>'
    page = read_page(
        f'# GetLoaf\n\n## {syntax}\n\n```\n{{ "Name": "string" }}\n```\n\n## ?\n{anchor}\n\n'
        f' ** Name **   <a name="x"></a>\n?\n{labels}\n'
    )
    assert plain(page.response) == {"Name": "string"}
    assert dict(page.response.members["Name"].limits) == {"minLength": 39, "maxLength": 39}
