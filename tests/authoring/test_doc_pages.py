"""The reader of documentation: each layout of a page, and the pages that botocore writes."""

from __future__ import annotations

import re

import botocore.exceptions
import botocore.session
import pytest
from support.loaf_pages import BLOCK, BULLETS, FACTS, INTERFACE, RAISES, SAME_PAGE, plain

from aws_job_conformance.authoring._response_syntax import DocumentedShape
from aws_job_conformance.authoring.doc_pages import render
from aws_job_conformance.authoring.pages.reading import read as read_page


def modelled(shape) -> object:
    """Write botocore's shape in the same literals; every map key is printed as any string."""
    kind = shape.type_name
    if kind == "structure":
        return {name: modelled(member) for name, member in shape.members.items()}
    if kind == "list":
        return [modelled(shape.member)]
    if kind == "map":
        return ("map", "string", modelled(shape.value))
    if kind == "string":
        return tuple(shape.enum) or "string"
    return {"long": "integer", "double": "float"}.get(kind, kind)


@pytest.mark.parametrize("layout", SAME_PAGE)
def test_the_same_page_is_read_the_same_whoever_saved_it(layout: str) -> None:
    page = read_page(SAME_PAGE[layout])
    assert plain(page.response) == FACTS
    assert (page.service, page.method) == ("Bakery", "get_loaf_job")
    assert page.exceptions == RAISES
    assert page.layout == "boto3"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(BULLETS.partition("Exceptions")[0], id="no list"),
        pytest.param(re.sub(r".*exceptions\.\w+", "", BULLETS), id="an empty list"),
    ],
)
def test_exceptions_that_are_not_listed_are_unknown_rather_than_none(text: str) -> None:
    page = read_page(text)
    assert page.exceptions is None
    assert page.service == "Bakery"


def test_a_page_that_names_nothing_has_a_response_all_the_same() -> None:
    page = read_page(f"Response Syntax\n{BLOCK}")
    assert (page.service, page.method, page.operation) == (None, None, None)
    assert plain(page.response) == FACTS


@pytest.mark.parametrize(
    ("line", "service"),
    [
        ("Bakery / Client / get_loaf_job", "Bakery"),
        ("- Bakery.Client.get_loaf_job(**kwargs)¶", "Bakery"),
        ("get_loaf_job(**kwargs)#", None),
        (".. py:method:: get_loaf_job(**kwargs)", None),
        (".. py:method:: Bakery.Client.get_loaf_job(**kwargs)", "Bakery"),
        ("response = client.get_loaf_job()", None),
    ],
)
def test_each_line_that_names_the_method_is_enough(line: str, service: str | None) -> None:
    page = read_page(f"Loaves\r\n{line}\r\nResponse Syntax\r\n{BLOCK}")
    assert (page.service, page.method) == (service, "get_loaf_job")


def test_members_keep_the_order_of_the_page() -> None:
    assert list(read_page(BULLETS).response.members) == list(FACTS)


def test_an_interface_is_read_property_by_property() -> None:
    page = read_page(INTERFACE.replace("\n", "\r\n"))
    assert (page.service, page.method, page.operation) == ("Bakery", None, "GetLoafJob")
    assert plain(page.response) == {
        "BakedAt": "timestamp",
        "Crumbs": "integer",
        "LoafId": "string",
        "Recipe": {},
        "Size": ("S_1", "LARGE"),
        "Sliced": "boolean",
        "Status": ("RISING", "IN_OVEN", "BAKED", "BURNT"),
    }


JOBS = {
    "mailmanager": ["GetAddressListImportJob"],
    "pinpoint": ["GetImportJob", "GetExportJob"],
    "sesv2": ["GetImportJob"],
    "customer-profiles": ["GetUploadJob"],
    "dynamodb": ["DescribeImport"],
    "transcribe": ["GetTranscriptionJob"],
}


@pytest.fixture(scope="module")
def session():
    return botocore.session.Session()


@pytest.mark.parametrize(
    ("service", "operation"),
    [pytest.param(name, job, id=f"{name}:{job}") for name, jobs in JOBS.items() for job in jobs],
)
def test_the_page_botocore_writes_is_read_as_botocore_models_it(
    session, service, operation
) -> None:
    page = read_page(render(service, operation, session=session))
    model = session.get_service_model(service).operation_model(operation)
    assert plain(page.response) == modelled(model.output_shape)
    assert page.layout == "rst"
    assert page.method == re.sub(r"\B([A-Z])", r"_\1", operation).lower()
    assert (page.service, page.exceptions) == (None, None)


def test_botocore_writes_a_map_by_enum_as_a_map_by_any_string(session) -> None:
    shape = session.get_service_model("transcribe").shape_for("LanguageIdSettingsMap")
    assert "af-ZA" in shape.key.enum
    page = read_page(render("transcribe", "GetTranscriptionJob", session=session))
    job = page.response.members["TranscriptionJob"]
    assert job.members["LanguageIdSettings"].key == DocumentedShape("string")


def test_botocore_writes_a_single_precision_float_as_an_ellipsis(session) -> None:
    page = read_page(render("transcribe", "GetTranscriptionJob", session=session))
    job = page.response.members["TranscriptionJob"]
    assert job.members["IdentifiedLanguageScore"] == DocumentedShape("float")


def test_a_service_botocore_does_not_have_is_its_own_error(session) -> None:
    with pytest.raises(botocore.exceptions.UnknownServiceError, match="bakery"):
        render("bakery", "GetLoafJob", session=session)


def test_shapes_and_pages_are_values() -> None:
    page, again = read_page(BULLETS), read_page(BULLETS)
    assert page == again
    assert len({page, again}) == 1
    assert page.response != DocumentedShape("structure")
    with pytest.raises(TypeError, match="item assignment"):
        page.response.members["LoafId"] = DocumentedShape("integer")
    with pytest.raises(AttributeError, match="cannot assign"):
        page.method = "other"
