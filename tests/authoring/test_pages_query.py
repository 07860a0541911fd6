"""EC2's pages and query services', written by another hand, held to real ones, and read back."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import botocore.session
import pytest
from support import api_reference_pages as writer
from support import api_reference_query as query
from support import page_extracts
from support.read_against_model import differences

from aws_job_conformance.authoring import page_schema
from aws_job_conformance.authoring.infer import job_operations
from aws_job_conformance.authoring.pages import joining
from aws_job_conformance.authoring.pages.reading import read as read_page

SAMPLE = (
    ("ec2:DescribeBundleTasks", "as_markdown"),
    ("ec2:DescribeNetworkInsightsAnalyses", "as_html"),
    ("cloudformation:DescribeStackSetOperation", "as_markdown"),
    ("elasticache:DescribeUpdateActions", "as_html"),
    ("iam:GetServiceLinkedRoleDeletionStatus", "as_lines"),
    ("ec2:DescribeMacModificationTasks", "as_lines"),
    ("autoscaling:DescribeScalingActivities", "as_one_line"),
)


@pytest.fixture(scope="module")
def session():
    return botocore.session.Session()


def loaded(session, operation):
    service, name = operation.split(":")
    return session.get_service_model(service).operation_model(name)


def read_back(model, form="as_markdown"):
    """Return what differs from the model after our own page and those of its types were read."""
    types = writer.types(model.output_shape).values()
    pages = [query.operation_page(model), *(query.type_page(one, model) for one in types)]
    page = joining.joined([read_page(getattr(one, form)()) for one in pages], model.name)
    said = list(page.notes)
    if page.xml != "":
        said.append(f"answers in {page.xml}")
    if model.service_model.resolved_protocol == "ec2":
        members = dict(page.response.members)
        beside = members.pop("requestId", None)
        said += [] if beside and beside.kind == "string" else ["requestId"]
        page = replace(page, response=replace(page.response, members=members))
    errors = dict(map(query.error_code, model.error_shapes))
    if page.exceptions != (frozenset(errors) or None) or dict(page.statuses) != errors:
        said.append(f"errors {errors}, read {dict(page.statuses)}")
    return [*said, *differences(page.response, model.output_shape), *page_schema.opened(page)]


@pytest.mark.parametrize(("operation", "form"), SAMPLE, ids=[" ".join(one) for one in SAMPLE])
def test_a_sample_of_pages_without_a_block_is_read_as_modelled(session, operation, form):
    assert read_back(loaded(session, operation), form) == []


@pytest.mark.thorough
@pytest.mark.parametrize("form", ["as_markdown", "as_html", "as_lines", "as_one_line"])
def test_every_page_without_a_block_is_read_as_modelled(session, form, record_testsuite_property):
    wrong, count = {}, 0
    for operation in (one.operation for one in job_operations.every()):
        model = loaded(session, operation)
        if model.service_model.resolved_protocol in query.PROTOCOLS:
            count += 1
            if said := read_back(model, form):
                wrong[operation] = said[:2]
    record_testsuite_property(f"pages without a block read back, {form}", count)
    assert wrong == {}
    assert count >= 21


@pytest.mark.thorough
def test_every_job_operation_has_a_writer_of_its_pages(session):
    counts = Counter(
        loaded(session, one.operation).service_model.resolved_protocol
        for one in job_operations.every()
    )
    assert set(counts) == {*query.PROTOCOLS, *writer.PROTOCOLS, "rest-xml"}
    assert counts["ec2"] + counts["query"] == 21
    assert counts["rest-xml"] == 1  # s3control:DescribeJob, in test_pages_proved.py
    assert counts.total() == 423


REAL = [
    name
    for name, said in json.loads(page_extracts.INDEX.read_text()).items()
    if said["operation"].startswith(("ec2:", "elasticache:", "cloudformation:"))
    and said["layout"] == "api-reference"
]
NEWER = {"transitGatewayPolicyTable", "transitGatewayPolicyTableEntry"}
"""Members of the models that the real pages of April 2026 do not have yet."""


@pytest.mark.parametrize("name", REAL)
def test_what_is_written_of_members_is_what_a_real_page_says(session, name):
    service, operation, *of = name.removesuffix(".md").split(".")
    model = loaded(session, f"{service}:{operation}")
    page = query.operation_page(model)
    if of:
        page = query.type_page(writer.types(model.output_shape)[of[0]], model)
    real = (page_extracts.FOLDER / name).read_text(encoding="utf-8")
    written, said = map(query.said_of_members, (page.as_markdown(), real))
    assert [one for one in written if one[0] not in NEWER] == said


SENT = """\
# Slice

## Contents

 ** crumbs **   <a name="AWS-Type-Slice-crumbs"></a>
How many\\.
Type: Integer

 ** Key ** (request),  ** key ** (response)   <a name="AWS-Type-Slice-Key"></a>
Which\\.
Type: String

**Topping.N** (request), **ToppingSet.N** (response)

What lies on it.

Type: Array of strings

## See Also

For more information about using this API, see the following: AWS SDKs.
"""


@pytest.mark.parametrize("form", ["Markdown", "HTML", "lines", "one line"])
def test_a_name_that_only_a_request_has_is_no_member(form):
    text = SENT
    if form == "HTML":
        terms = (
            "<dt><span class='term'><b>crumbs</b></span></dt><dd><p>How many.</p>"
            "<p>Type: Integer</p></dd>"
            "<dt><span class='term'><b>Key</b></span> (request), <b>key</b> (response)</dt>"
            "<dd><p>Which.</p><p>Type: String</p></dd>"
            "<dt><span class='term'><b>Topping.N</b> (request), <b>ToppingSet.N</b> (response)"
            "</span></dt><dd><p>What lies on it.</p><p>Type: Array of strings</p></dd>"
        )
        text = f"<h1>Slice</h1><h2 id='API_Slice_Contents'>Contents</h2><dl>{terms}</dl>"
    elif form != "Markdown":
        kept = [line.partition("   <a ")[0].strip(" #") for line in text.splitlines()]
        text = "\n".join(line.replace("*", "").replace("  ", " ").strip() for line in kept if line)
        text = " ".join(text.split()) if form == "one line" else text
    read = read_page(text).response.members
    assert {name: shape.kind for name, shape in read.items()} == {
        "crumbs": "integer",
        "key": "string",
        "toppingSet": "list",
    }


@pytest.mark.parametrize("lines", [True, False])
def test_errors_of_copied_text_are_read_whatever_their_names(lines):
    errors = (
        "Errors\nFor information about the errors that are common, see Common Errors.\n"
        "OvenCold\nIt is cold, as a ColdError says.\nmessage\nWhy.\nHTTP Status Code: 409\n"
        "-\nNoSuchLoaf\nIt is eaten.\nHTTP Status Code: 404\nSee Also\n"
        "For more information about using this API, see the following: AWS SDKs."
    )
    text = f'GetLoaf\nResponse Syntax\nHTTP/1.1 200\n{{ "Name": "string" }}\n{errors}'
    page = read_page(text if lines else " ".join(text.split()))
    assert dict(page.statuses) == {"OvenCold": 409, "NoSuchLoaf": 404}
    assert page.exceptions == {"OvenCold", "NoSuchLoaf"}
