"""One invented response in the layout of every other reference, read as the same facts."""

from __future__ import annotations

import json

import pytest
from support.loaf_layouts import ALL_LEVELS, CLI, JAVASCRIPT, MODEL, ONE_LEVEL, REST
from support.loaf_pages import plain

from aws_job_conformance.authoring import page_against, page_schema
from aws_job_conformance.authoring.pages.reading import read as read_page
from aws_job_conformance.core.errors import SyntaxPageError


@pytest.mark.parametrize("layout", ALL_LEVELS)
def test_a_layout_of_all_levels_says_all_of_them(layout) -> None:
    text, facts, name = ALL_LEVELS[layout]
    page = read_page(text)
    assert page.layout == layout
    assert plain(page.response) == facts
    assert name in (page.operation, page.method)


@pytest.mark.parametrize("layout", ONE_LEVEL)
def test_a_layout_of_one_level_says_one_and_names_what_is_on_other_pages(layout) -> None:
    text, facts = ONE_LEVEL[layout]
    page = read_page(text)
    assert page.layout == layout
    assert page.operation == "GetLoafJob"
    assert plain(page.response) == facts


def test_a_model_of_abap_has_names_only() -> None:
    assert plain(read_page(MODEL).response) == {"LoafId": "open"}


def test_a_resource_of_a_rest_reference_has_its_schema_its_properties_and_its_errors() -> None:
    page = read_page(REST)
    assert (page.layout, page.operation) == ("rest-resource", "GetLoafJob")
    assert dict(page.statuses) == {"NotFoundException": 404}
    assert plain(page.response) == {
        "Status": ("RISING", "BAKED"),
        "Crumbs": "integer",
        "Definition": {"Url": "text"},
    }


def test_without_indentation_what_follows_the_first_value_that_holds_others_is_open() -> None:
    text = "\n".join(line.strip() for line in CLI.split("\n"))
    page = read_page(text)
    assert plain(page.response) == "object"
    assert list(page.response.members) == ["LoafId", "Status", "Crumbs", "Toppings"]
    assert page.notes == ("Toppings: the copy lost its indentation; what follows it is open",)
    flat = "Output\nLoafId -> (string)\nCrumbs -> (integer)\n"
    assert plain(read_page(flat).response) == {"LoafId": "string", "Crumbs": "integer"}


def test_a_blob_that_ruby_shows_as_a_string_differs_from_no_model() -> None:
    page = read_page(  # as the client's source has it: aws-sdk-kms 1.24.0
        "resp = client.get_parameters_for_import({\n})\n@example Response structure\n"
        "  resp.key_id #=> String\n  resp.import_token #=> String\n"
        "  resp.public_key #=> String\n  resp.parameters_valid_to #=> Time\n"
    )
    assert list(page_against.differences(page, "kms:GetParametersForImport")) == []
    assert page_schema.opened(page)["import_token"] == "text, enum, time or blob"


@pytest.mark.parametrize("layout", ["php", "ruby-client"])
def test_a_page_of_a_whole_service_needs_an_operation(run, tmp_path, layout) -> None:
    text, facts, _ = ALL_LEVELS[layout]
    other = text.replace("etLoafJob", "etOven").replace("get_loaf_job", "get_oven")
    path = tmp_path / "service.txt"
    path.write_text(f"Prose of a Response Syntax.\n{text}\n{other}")
    assert run("derive", "--page", path).refused("2 operations")
    done = run("derive", "--page", path, "--operation", "GetLoafJob")
    assert done.code == 0
    assert set(json.loads(done.out)["properties"]) == set(facts)
    assert run("derive", "--page", path, "--operation", "GetLoaves").refused("no operation")


def test_a_page_of_one_command_that_holds_two_is_refused() -> None:
    with pytest.raises(SyntaxPageError, match="several commands"):
        read_page(JAVASCRIPT + JAVASCRIPT.replace("GetLoafJob", "GetOven"))


def test_a_union_a_stream_a_document_and_a_type_again_in_the_javascript_comment() -> None:
    text = (
        "const command = new GetXCommand(input);\nconst response = await client.send(command);\n"
        "// { // GetXResponse\n//   a: { // A Union: only one key present\n//     b: { // B\n"
        '//       c: "<A>",\n//       on: true || false,\n//     },\n//   },\n'
        '//   again: "<B>",\n//   doc: "DOCUMENT_VALUE",\n//   bytes: new Uint8Array(),\n// };\n'
    )
    page = read_page(text)
    assert page.response.members["a"].union
    assert plain(page.response) == {
        "a": {"b": {"c": "recursive", "on": "boolean"}},
        "again": {"c": "recursive", "on": "boolean"},
        "doc": "document",
        "bytes": "blob",
    }


def test_a_union_written_out_again_without_its_name_is_one_too() -> None:
    again = "{//  Union: only one key present\n//     b: true || false,\n//   }"
    text = (
        "const command = new GetXCommand(input);\nconst response = await client.send(command);\n"
        f"// {{ // GetXResponse\n//   one: {again.replace('//  U', ' // A U')},\n"
        f"//   two: {again},\n// }};\n"
    )
    response = read_page(text).response
    assert {name: shape.union for name, shape in response.members.items()} == {
        "one": True,
        "two": True,
    }
    assert plain(response.members["two"]) == {"b": "boolean"}


@pytest.mark.parametrize(
    ("line", "layout", "facts"),
    [
        (
            "Public Property FailedRecordsCount System.Int32",
            "dotnet",
            {"FailedRecordsCount": "integer"},
        ),
        ("#job_status ⇒ String", "ruby-types", {"job_status": "text"}),
        (
            "#job_status ⇒ String\nPossible values:\n- CREATED\n- FAILED",
            "ruby-types",
            {"job_status": ("CREATED", "FAILED")},
        ),
    ],
)
def test_a_line_of_a_class_is_enough(line, layout, facts) -> None:
    page = read_page(line)
    assert page.layout == layout
    assert plain(page.response) == facts


@pytest.mark.parametrize(
    "text",
    [
        "Response Syntax\n{'A': 123}\nResponse Syntax\n{'B': 123}\n",
        'A\nResponse Syntax\n{ "A": number }\nErrors\nB\nResponse Syntax\n{ "B": number }\n',
        "# a\n\n## Output\n\nA -> (string)\n\n# b\n\n## Output\n\nB -> (string)\n",
    ],
    ids=["boto3", "api-reference", "aws-cli"],
)
def test_a_page_of_one_operation_that_holds_two_is_refused(text) -> None:
    with pytest.raises(SyntaxPageError, match="a second"):
        read_page(text)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            (
                "The GetLoafResponse type exposes the following members\nName | Type | Said | |\n"
                "---|---|---|---|\n![]() |\nCrumbs | System.Nullable<System.Int32> |\nGets it. |\n"
                "HttpStatusCode | System.Net.HttpStatusCode | Inherited. | |\n"
            ),
            {"Crumbs": "integer"},
        ),
        (
            (
                "Struct aws_sdk_bakery::output::GetLoafOutput [-][src]\nFields (Non-exhaustive)\n"
                "and struct update syntax will not work.loaf_id: Option<String>\nWhich: one.\n"
                "crumbs: Option<Vec<i32>>\nThem.\nImplementations\nother: Option<String>\n"
            ),
            {"loaf_id": "string", "crumbs": ["integer"]},
        ),
        (
            (
                "Struct aws_sdk_bakery::output::GetLoafOutput\npub struct GetLoafOutput"
                " { /* private fields */ }\nImpl\npub fn loaf_id(&self) -> Option<&str>\n"
                "pub fn ovens(&self) -> &[Oven]\npub fn builder() -> B\nfn clone(&self) -> Self\n"
            ),
            {"loaf_id": "string", "ovens": ["open"]},
        ),
        (
            (
                "Class: Aws::Types::Loaf\n#crumbs ⇒ ::Integer\n#tags ⇒ ::Hash[::String, ::String]\n"
                '#status ⇒ "RISING", ...\n'
            ),
            {"crumbs": "integer", "tags": ("map", "string", "text"), "status": "text"},
        ),
        (
            (
                "/AWS1/CL_LOAGETLOAFRSP\nGetLoafResponse\nQueryable Attributes\nloafId\nWhich.\n"
                "GET_LOAFID() Getter for LOAFID\n"
            ),
            {"loafId": "open"},
        ),
    ],
    ids=["a table", "a folded struct", "private fields", "signatures", "a model"],
)
def test_pages_of_classes_as_they_are_found_are_read(text, facts) -> None:
    page = read_page(text)
    assert plain(page.response) == facts


def test_a_page_of_a_data_type_alone_is_held_against_that_type() -> None:
    page = read_page("ImportJobSummary\nContents\nJobId\nWhich.\nType: Integer\nRequired: No\n")
    told = [(one.path, one.what) for one in page_against.differences(page, "sesv2:ListImportJobs")]
    assert ("JobId", "type") in told
    assert ("ImportJobs", "members") not in told


def test_a_map_that_php_shows_as_a_list_is_one_where_its_details_say_so() -> None:
    page = read_page(
        "# Aws\\Bakery\\BakeryClient\n\n```\n$result = $client->getLoaf([]);\n```\n\n"
        "##### Result Syntax\n\n```php\n[\n 'Tags' => ['<string>', ...],\n"
        " 'Ids' => ['<string>', ...],\n]\n```\n\n##### Result Details\n\n**Tags**\n\n"
        "**Type:** _Associative array of custom strings keys (Key) to strings_\n\nThem.\n\n"
        "**Ids**\n\n**Type:** _Array of strings_\n"
    )
    assert plain(page.response) == {"Tags": ("map", "string", "string"), "Ids": ["string"]}
