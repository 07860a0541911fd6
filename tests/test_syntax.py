"""The reader of documented Response Syntax, against pages whose facts are written here by hand."""

from __future__ import annotations

import re
from pathlib import Path

import botocore.exceptions
import botocore.session
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aws_job_conformance.pages import Page, read_page, render
from aws_job_conformance.syntax import Shape, SyntaxPageError, parse

SHARED = Path(__file__).resolve().parents[2] / "shared" / "documentation"
needs_pages = pytest.mark.skipif(not SHARED.is_dir(), reason="the saved pages are not here")

BLOCK = """\
{
    'LoafId': 'string',
    'Status': 'RISING'|'BAKED'|'BURNT',
    'Crumbs': 123,
    'Weight': 123.0,
    'Sliced': True|False,
    'BakedAt': datetime(2015, 1, 1),
    'Photo': b'bytes',
    'Recipe': {
        'Flour': 'RYE',
        'Secret': {}
    },
    'Toppings': [
        'string',
    ],
    'Ovens': {
        'string': {
            'Heat': 123
        }
    },
    'Prices': {
        'EUR'|'CHF': 123.0
    }
}"""
FACTS = {
    "LoafId": "string",
    "Status": ("RISING", "BAKED", "BURNT"),
    "Crumbs": "integer",
    "Weight": "float",
    "Sliced": "boolean",
    "BakedAt": "timestamp",
    "Photo": "blob",
    "Recipe": {"Flour": ("RYE",), "Secret": {}},
    "Toppings": ["string"],
    "Ovens": ("map", "string", {"Heat": "integer"}),
    "Prices": ("map", ("EUR", "CHF"), "float"),
}

BULLETS = f"""\
Bakery / Client / get_loaf_job

get_loaf_job

Bakery.Client.get_loaf_job(**kwargs)

Tells how the baking goes. The Response Syntax is further down.

Request Syntax

response = client.get_loaf_job(
    LoafId='string'
)
Parameters:

• LoafId (string) –

Returns:

Response Syntax

{BLOCK}

Response Structure

  • (dict) –

    • LoafId (string) –

      Which loaf.

Exceptions

  • Bakery.Client.exceptions.OvenColdException

  • Bakery.Client.exceptions.NoSuchLoafException
"""
RAISES = frozenset({"OvenColdException", "NoSuchLoafException"})
SAME_PAGE = {
    "bullets": BULLETS,
    "dashes": BULLETS.replace("•", "-").replace("–", "--"),
    "flattened onto one line": " ".join(
        BULLETS.replace("•", "-").replace("Response Syntax\n\n", "- Response Syntax- ").split()
    ),
    "flattened with a line for each entry": BULLETS.replace(
        "Response Syntax\n\n" + BLOCK, "- Response Syntax- " + " ".join(BLOCK.split()) + " -"
    ),
    "pilcrows": re.sub(
        r"^(get_loaf_job|Bakery\.Client.*|Response \w+)$", r"\1¶", BULLETS, flags=re.MULTILINE
    ),
    "headings that end in a number sign": re.sub(
        r"^(get_loaf_job|Bakery\.Client.*|Response \w+|Exceptions)$",
        r"\1#",
        BULLETS,
        flags=re.MULTILINE,
    ),
    "Markdown headings": re.sub(
        r"^(Request|Response) Syntax$", r"### \1 Syntax", BULLETS, flags=re.MULTILINE
    ),
    "no breadcrumb": BULLETS.partition("\n\n")[2],
    "the old signature and no breadcrumb": BULLETS.partition("\n\n")[2].replace(
        "Bakery.Client.get_loaf_job(**kwargs)", "get_loaf_job(**kwargs)"
    ),
    "no request": re.sub(r"Request Syntax.*?\)\n", "", BULLETS, flags=re.DOTALL),
    "CRLF line ends": BULLETS.replace("\n", "\r\n"),
    "tabs": BULLETS.replace("    ", "\t"),
    "no-break spaces": BULLETS.replace("    ", "\xa0\xa0"),
    "a byte order mark": "\ufeff" + BULLETS,
    "trailing commas": re.sub(r"(?<=[\w'}\])])\n(\s*[}\]])", r",\n\1", BULLETS),
    "double quotes": BULLETS.replace("'", '"'),
}

INTERFACE = """\
IBakeryGetLoafJobResponse
Interface in AWS.Bakery
Interface for GetLoafJob responses.
Properties
BakedAt
property BakedAt: TOptional<TDateTime>
When it left the oven.
Crumbs
property Crumbs: TOptional<Integer>
How many crumbs fell so far:
MANY – keep a broom.
LoafId
property LoafId: string
Name of the loaf, an ID – not a number.
Recipe
property Recipe: IBakeryRecipe
What went in.
Size
property Size: TOptional<string>
Its size, one of: S_1 - a roll. LARGE – a loaf.
Sliced
property Sliced: TOptional<Boolean>;
Whether it is cut.
Status
property Status: string
How far it is. Either of:
RISING– It waits.IN_OVEN — It is hot, a well-known state.BAKED- It is done.BURNT – Sorry, a NO-GO.
After RISING – never before – it is hot.
"""


def plain(shape: Shape) -> object:
    """Write a shape as literals: dict, [item], ("map", key, value), enum or name of the kind."""
    if shape.kind == "structure":
        return {name: plain(member) for name, member in shape.members.items()}
    if shape.kind == "list":
        return [plain(shape.member)]
    if shape.kind == "map":
        return ("map", plain(shape.key), plain(shape.member))
    return shape.enum or shape.kind


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


def saved(number: str) -> str:
    (path,) = SHARED.glob(f"{number}_*.txt")
    return path.read_text(encoding="utf-8")


def outcome(text: str) -> Page | SyntaxPageError:
    """Return the page or the one error that reading may raise; any other error is the test's."""
    try:
        return read_page(text)
    except SyntaxPageError as error:
        return error


PIECES = (
    "CREATED",
    "PREPARING_FOR_INITIALIZATION",
    "INITIALIZING",
    "PROCESSING",
    "PENDING_JOB",
    "COMPLETING",
    "COMPLETED",
    "FAILING",
    "FAILED",
)


@needs_pages
def test_page_000_is_mail_managers_address_list_import() -> None:
    page = read_page(saved("000"))
    assert (page.service, page.method) == ("MailManager", "get_address_list_import_job")
    assert page.layout == "boto3"
    assert plain(page.response) == {
        "JobId": "string",
        "Name": "string",
        "Status": ("CREATED", "PROCESSING", "COMPLETED", "FAILED", "STOPPED"),
        "PreSignedUrl": "string",
        "ImportedItemsCount": "integer",
        "FailedItemsCount": "integer",
        "ImportDataFormat": {"ImportDataType": ("CSV", "JSON")},
        "AddressListId": "string",
        "CreatedTimestamp": "timestamp",
        "StartTimestamp": "timestamp",
        "CompletedTimestamp": "timestamp",
        "Error": "string",
    }
    assert page.exceptions == {
        "ValidationException",
        "AccessDeniedException",
        "ResourceNotFoundException",
        "ThrottlingException",
    }


@needs_pages
def test_page_001_is_pinpoints_import_and_knows_its_service_by_the_exceptions() -> None:
    page = read_page(saved("001"))
    assert (page.service, page.method) == ("Pinpoint", "get_import_job")
    assert plain(page.response) == {
        "ImportJobResponse": {
            "ApplicationId": "string",
            "CompletedPieces": "integer",
            "CompletionDate": "string",
            "CreationDate": "string",
            "Definition": {
                "DefineSegment": "boolean",
                "ExternalId": "string",
                "Format": ("CSV", "JSON"),
                "RegisterEndpoints": "boolean",
                "RoleArn": "string",
                "S3Url": "string",
                "SegmentId": "string",
                "SegmentName": "string",
            },
            "FailedPieces": "integer",
            "Failures": ["string"],
            "Id": "string",
            "JobStatus": PIECES,
            "TotalFailures": "integer",
            "TotalPieces": "integer",
            "TotalProcessed": "integer",
            "Type": "string",
        }
    }
    assert page.exceptions == {
        "BadRequestException",
        "InternalServerErrorException",
        "PayloadTooLargeException",
        "ForbiddenException",
        "NotFoundException",
        "MethodNotAllowedException",
        "TooManyRequestsException",
    }


@needs_pages
def test_page_002_is_an_interface_whose_statuses_stand_in_prose() -> None:
    page = read_page(saved("002"))
    assert (page.service, page.method, page.operation) == ("SESV2", None, "GetImportJob")
    assert page.layout == "delphi"
    assert page.exceptions is None
    assert plain(page.response) == {
        "CompletedTimestamp": "timestamp",
        "CreatedTimestamp": "timestamp",
        "FailedRecordsCount": "integer",
        "FailureInfo": {},
        "ImportDataSource": {},
        "ImportDestination": {},
        "JobId": "string",
        "JobStatus": ("CREATED", "PROCESSING", "COMPLETED", "FAILED", "CANCELLED"),
        "ProcessedRecordsCount": "integer",
    }


@needs_pages
def test_page_003_is_pinpoints_export_whose_exceptions_are_unknown() -> None:
    page = read_page(saved("003"))
    assert (page.service, page.method) == ("Pinpoint", "get_export_job")
    assert page.exceptions is None
    assert plain(page.response) == {
        "ExportJobResponse": {
            "ApplicationId": "string",
            "CompletedPieces": "integer",
            "CompletionDate": "string",
            "CreationDate": "string",
            "Definition": {
                "RoleArn": "string",
                "S3UrlPrefix": "string",
                "SegmentId": "string",
                "SegmentVersion": "integer",
            },
            "FailedPieces": "integer",
            "Failures": ["string"],
            "Id": "string",
            "JobStatus": PIECES,
            "TotalFailures": "integer",
            "TotalPieces": "integer",
            "TotalProcessed": "integer",
            "Type": "string",
        }
    }


@needs_pages
def test_page_004_is_the_flattened_page_of_an_upload() -> None:
    page = read_page(saved("004"))
    assert (page.service, page.method) == ("CustomerProfiles", "get_upload_job")
    field = {
        "Source": "string",
        "Target": "string",
        "ContentType": ("STRING", "NUMBER", "PHONE_NUMBER", "EMAIL_ADDRESS", "NAME"),
    }
    assert plain(page.response) == {
        "JobId": "string",
        "DisplayName": "string",
        "Status": (
            "CREATED",
            "IN_PROGRESS",
            "PARTIALLY_SUCCEEDED",
            "SUCCEEDED",
            "FAILED",
            "STOPPED",
        ),
        "StatusReason": ("VALIDATION_FAILURE", "INTERNAL_FAILURE"),
        "CreatedAt": "timestamp",
        "CompletedAt": "timestamp",
        "Fields": ("map", "string", field),
        "UniqueKey": "string",
        "ResultsSummary": {
            "UpdatedRecords": "integer",
            "CreatedRecords": "integer",
            "FailedRecords": "integer",
        },
        "DataExpiry": "integer",
    }
    assert page.exceptions == {
        "ResourceNotFoundException",
        "InternalServerException",
        "BadRequestException",
        "ThrottlingException",
        "AccessDeniedException",
    }


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
    assert job.members["LanguageIdSettings"].key == Shape("string")


def test_botocore_writes_a_single_precision_float_as_an_ellipsis(session) -> None:
    page = read_page(render("transcribe", "GetTranscriptionJob", session=session))
    job = page.response.members["TranscriptionJob"]
    assert job.members["IdentifiedLanguageScore"] == Shape("float")


def test_a_service_botocore_does_not_have_is_its_own_error(session) -> None:
    with pytest.raises(botocore.exceptions.UnknownServiceError, match="bakery"):
        render("bakery", "GetLoafJob", session=session)


def test_a_map_may_have_an_enum_for_a_key() -> None:
    shape = parse("{'af-ZA'|'ar-AE': {'Name': 'string'}}")
    assert shape == Shape(
        "map",
        member=Shape("structure", {"Name": Shape("string")}),
        key=Shape("string", enum=("af-ZA", "ar-AE")),
    )


def test_a_member_may_be_called_string_beside_another() -> None:
    assert plain(parse("{'string': 123, 'Other': 123}")) == {
        "string": "integer",
        "Other": "integer",
    }


def test_a_single_quoted_word_is_an_enum_of_one_unless_it_is_string() -> None:
    assert plain(parse("{'A': 'ALL', 'B': 'string', 'C': 'string'|'number'}")) == {
        "A": ("ALL",),
        "B": "string",
        "C": ("string", "number"),
    }


def test_a_quoted_word_may_hold_escapes() -> None:
    text = r"""{'It\'s': "a\"b"|'c\\d'|'\x41\u00e9\n'|'\d'}"""
    assert plain(parse(text)) == {"It's": ('a"b', "c\\d", "Aé\n", r"\d")}


def test_an_empty_structure_and_a_list_of_lists_are_legal() -> None:
    assert parse("{}") == Shape("structure")
    assert plain(parse("{'A': [[{}]], 'B': [123,],}")) == {"A": [[{}]], "B": ["integer"]}


def test_what_follows_the_block_is_not_looked_at() -> None:
    assert parse("{} 'never ' closed") == Shape("structure")


def test_shapes_and_pages_are_values() -> None:
    page, again = read_page(BULLETS), read_page(BULLETS)
    assert page == again
    assert len({page, again}) == 1
    assert page.response != Shape("structure")
    with pytest.raises(TypeError, match="item assignment"):
        page.response.members["LoafId"] = Shape("integer")
    with pytest.raises(AttributeError, match="cannot assign"):
        page.method = "other"


NO_HEADING = "line 1, column 1: found no Response Syntax heading, expected one above the response"
BROKEN = {
    "an empty page": ("", "line 1, column 1: found an empty page, expected a documented response"),
    "a blank page": (
        " \r\n\t\n",
        "line 1, column 1: found an empty page, expected a documented response",
    ),
    "prose only": ("Baking, explained.\n", NO_HEADING),
    "a request without a response": ("Request Syntax\n\n{}\n", NO_HEADING),
    "nothing after the heading": (
        "Loaves\n\nResponse Syntax",
        "line 3, column 16: found end of page, expected '{'",
    ),
    "something else after the heading": (
        "Loaves\n\nResponse Syntax\n\nResponse Structure\n",
        "line 5, column 1: found 'Response', expected '{'",
    ),
    "a list as response": (
        "Response Syntax\n['string']",
        "line 2, column 1: found '[', expected '{'",
    ),
    "a page that ends after a value": (
        "Response Syntax\r\n\r\n{\r\n    'A': 123\r\n\r\n",
        "line 4, column 13: found end of page, expected ',' or '}'",
    ),
    "a page that ends after a brace": (
        "Response Syntax\n{\n    'A': {",
        "line 3, column 11: found end of page, expected a quoted word or '}'",
    ),
    "a page that ends after a colon": (
        "Response Syntax\n{'A':",
        "line 2, column 6: found end of page, expected a value",
    ),
    "a page that ends after an item": (
        "Response Syntax\n{'A': [123",
        "line 2, column 11: found end of page, expected ',' or ']'",
    ),
    "a page that ends after a word": (
        "Response Syntax\n{'A': 'X'",
        "line 2, column 10: found end of page, expected '|', ',' or '}'",
    ),
    "a page that ends within a word": (
        "Response Syntax\n{\n  'Loaf",
        "line 3, column 3: found a quote that is never closed, expected a quoted word or '}'",
    ),
    "a quote closed on another line": (
        "Response Syntax\n{\n  'Loaf\n': 123}",
        "line 3, column 3: found a quote that is never closed, expected a quoted word or '}'",
    ),
    "a missing comma": (
        "Response Syntax- {\n\t'A': 123\n\t'B': 123\n}",
        "line 3, column 2: found 'B', expected ',' or '}'",
    ),
    "a missing comma on a flattened page": (
        "Returns: - Response Syntax- { 'A': 123 'B': 123 }",
        "line 1, column 40: found 'B', expected ',' or '}'",
    ),
    "a byte order mark, which is no column": (
        "\ufeffResponse Syntax {'A': 123 'B': 123}",
        "line 1, column 27: found 'B', expected ',' or '}'",
    ),
    "a name without quotes": (
        "Response Syntax\n{A: 123}",
        "line 2, column 2: found 'A', expected a quoted word or '}'",
    ),
    "a name without a value": (
        "Response Syntax\n{'A', 'B': 123}",
        "line 2, column 5: found ',', expected ':' or '|'",
    ),
    "an unknown value": (
        "Response Syntax\n{'A': None}",
        "line 2, column 7: found 'None', expected a value",
    ),
    "an unprintable character": (
        "Response Syntax\n{'A': \x00}",
        "line 2, column 7: found '\\x00', expected a value",
    ),
    "a list of nothing": (
        "Response Syntax\n{'A': []}",
        "line 2, column 8: found ']', expected a value",
    ),
    "a list of two things": (
        "Response Syntax\n{'A': [123, 123]}",
        "line 2, column 13: found '123', expected ']'",
    ),
    "brackets that cross": (
        "Response Syntax\n{'A': [123}",
        "line 2, column 11: found '}', expected ',' or ']'",
    ),
    "two bars": (
        "Response Syntax\n{'A': 'X'||'Y'}",
        "line 2, column 11: found '|', expected a quoted word",
    ),
    "a name given twice": (
        "Response Syntax\n\n{\n  'A': 123,\n  'B': {'A': 123, 'C': 123,\n\t'A': 123}\n}",
        "line 6, column 2: found 'A' a second time, expected each name once",
    ),
    "two names for one member": (
        "Response Syntax\n{'A'|'B': 123, 'C': 123}",
        "line 2, column 6: found a second name, 'B', expected one name for a member",
    ),
    "a recursive shape": (
        "Response Syntax\n{'A': [\n  {'... recursive ...'},\n]}",
        "line 3, column 3: found a recursive shape; not read yet",
    ),
    "a document": (
        "Response Syntax\n{'A': {...}|[...]|123|123.4|'string'|True|None}",
        "line 2, column 7: found a document of any shape; not read yet",
    ),
    "a choice that ends with a document": (
        "Response Syntax\n{'A': 'string'|{...}}",
        "line 2, column 16: found a document of any shape; not read yet",
    ),
    "a streaming body": (
        "Response Syntax\n{\n    'Body': StreamingBody()\n}",
        "line 3, column 13: found a streaming body; not read yet",
    ),
    "an event stream": (
        "Response Syntax\n{\n    'Body': EventStream({'A': {}})\n}",
        "line 3, column 13: found an event stream; not read yet",
    ),
    "a choice that begins with a number": (
        "Response Syntax\n{'A': 123|'string'}",
        "line 2, column 10: found a choice between types; not read yet",
    ),
    "a choice that begins with a word": (
        "Response Syntax\n{'A': 'string'|123}",
        "line 2, column 16: found a choice between types; not read yet",
    ),
    "a union": (
        "Response Syntax\n{'A': 123}\nNote\n  This is a Tagged Union structure.",
        "line 4, column 13: found a union; not read yet",
    ),
    "lists nested without end": (
        "Response Syntax\n{'A': " + "[" * 5000,
        "line 2, column 70: found more than 64 levels of nesting; not read",
    ),
    "structures nested without end": (
        "Response Syntax\n" + "{'A': " * 5000 + "123" + "}" * 5000,
        "line 2, column 385: found more than 64 levels of nesting; not read",
    ),
    "an interface without properties": (
        "Interface in AWS.Bakery\nProperties\n",
        "line 2, column 11: found an interface without properties, expected 'property NAME: TYPE'",
    ),
    "a property given twice": (
        "Interface in AWS.Bakery\nproperty A: string\n  property A: string\n",
        "line 3, column 12: found 'A' a second time, expected each name once",
    ),
    "a property without a type": (
        "Interface in AWS.Bakery\nproperty A\n",
        (
            "line 2, column 10: found 'property A', expected 'property NAME: TYPE', "
            "of a TYPE that is read: string, TOptional<Integer>, …"
        ),
    ),
    "a property of an unknown type": (
        "Interface in AWS.Bakery\nproperty A: TBread\n",
        (
            "line 2, column 10: found 'property A: TBread', expected 'property NAME: TYPE', "
            "of a TYPE that is read: string, TOptional<Integer>, …"
        ),
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_an_error_says_where_on_the_page_what_was_found_and_what_was_expected(what: str) -> None:
    text, message = BROKEN[what]
    with pytest.raises(SyntaxPageError) as caught:
        read_page(text)
    assert str(caught.value) == message
    assert message.startswith(f"line {caught.value.line}, column {caught.value.column}: ")


def test_a_block_is_told_where_it_stands_on_its_page() -> None:
    with pytest.raises(SyntaxPageError, match=r"^line 40, column 9: found end of page, expected"):
        parse("{'A': 1\n", line=40, column=2)
    with pytest.raises(SyntaxPageError, match=r"^line 41, column 2: found '}', expected"):
        parse("{'A':\n }", line=40, column=2)


def test_the_deepest_shape_that_is_read_is_a_value_like_any_other() -> None:
    text = "{'A': " * 63 + "{}" + "}" * 63
    assert hash(parse(text)) == hash(parse(text))
    assert parse(text) == parse(text)


@pytest.mark.parametrize("layout", ["bullets", "flattened onto one line", "CRLF line ends"])
def test_a_page_cut_short_anywhere_is_read_only_if_its_block_is_whole(layout: str) -> None:
    text = SAME_PAGE[layout]
    whole = re.search(r"Response Syntax[-\s]*\{.*\}", text, re.DOTALL).end()
    for end in range(whole):
        with pytest.raises(SyntaxPageError):
            read_page(text[:end])
    for end in range(whole, len(text), 7):
        assert plain(read_page(text[:end]).response) == FACTS


def test_an_interface_cut_short_anywhere_is_read_or_refused_cleanly() -> None:
    read = [outcome(INTERFACE[:end]) for end in range(len(INTERFACE))]
    assert {page.layout for page in read if isinstance(page, Page)} == {"delphi"}


@needs_pages
@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_a_saved_page_cut_short_is_read_or_refused_cleanly(number: str) -> None:
    text = saved(number)
    read = [outcome(text[:end]) for end in range(0, len(text), 23)]
    errors = [error for error in read if isinstance(error, SyntaxPageError)]
    assert all(1 <= error.line <= text.count("\n") + 1 for error in errors)
    assert len(errors) < len(read)


EDITS = st.lists(
    st.tuples(
        st.integers(min_value=0, max_value=len(BULLETS)),
        st.none() | st.sampled_from("{}[]()'\"|:,.\\-– \n\r\t0Az") | st.characters(),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=200, deadline=None, database=None, derandomize=True)
@given(text=st.sampled_from([BULLETS, INTERFACE, f"Response Syntax {BLOCK}"]), edits=EDITS)
def test_a_page_with_characters_lost_or_added_is_read_or_refused_cleanly(text, edits) -> None:
    for offset, added in edits:
        at = offset % (len(text) + 1)
        text = text[:at] + (text[at + 1 :] if added is None else added + text[at:])
    read = outcome(text)
    assert isinstance(read, Page) or re.match(r"line [1-9]\d*, column [1-9]\d*: found ", str(read))


@settings(max_examples=100, deadline=None, database=None, derandomize=True)
@given(text=st.text("{}[]'|:,.\\ \n0Ab") | st.text())
def test_any_text_after_the_heading_is_read_or_refused_cleanly(text: str) -> None:
    read = outcome(f"Response Syntax\n{{{text}")
    assert isinstance(read, Page) or read.line >= 2
