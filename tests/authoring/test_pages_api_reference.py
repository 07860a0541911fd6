"""AWS's API Reference as anybody saved it: what its block, its elements and its contents say."""

from __future__ import annotations

import pytest
from support.adversarial import at_most
from support.loaf_pages import plain

from aws_job_conformance.authoring.doc_pages import read_page
from aws_job_conformance.authoring.page_schema import opened, page_schema
from aws_job_conformance.authoring.pages.documented import DocumentedShape
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
    assert read_page(text).response.members["Name"].enum == ()


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
def test_ten_megabytes_are_read_within_five_seconds(form) -> None:
    text = TWIN.replace("## See Also", "## Examples\n\n" + USED * 600_000 + "\n\n## See Also")
    if form == "HTML":
        block = f"<h1>GetLoaf</h1><h2>Response Syntax</h2><pre>{RUN}</pre><h2>Examples</h2>"
        text = block + f"<p>{'How <i>it</i> is used. ' * 20}</p>" * 22_000
    assert len(text) > 10_000_000
    with at_most(5):
        assert read_page(text).operation == "GetLoaf"


@pytest.mark.thorough
@pytest.mark.parametrize("form", ["Markdown", "HTML"])
def test_what_no_person_would_read_is_refused_within_five_seconds(form) -> None:
    member = " ** M **\nIt.\nType: String\nRequired: No\n\n"
    text = "# Big\n\n## Contents\n\n" + member * 260_000
    if form == "HTML":
        term = "<dt><b>M</b></dt><dd><p>It.</p><p>Type: String</p><p>Required: No</p></dd>"
        text = "<h1>Big</h1><h2>Contents</h2><dl>" + term * 140_000
    assert len(text) > 10_000_000
    with at_most(5), pytest.raises(SyntaxPageError, match=r"more than 200000|a section of"):
        read_page(text)
