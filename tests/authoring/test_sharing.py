"""What contracts share: named, filled, and below what each says itself."""

from __future__ import annotations

import pytest

from aws_job_conformance.authoring import contract_file
from aws_job_conformance.authoring import derive as deriving
from aws_job_conformance.core.errors import InputError

NAME = "textract.GetExpenseAnalysis.toml"
OWN = """\
operation = "textract:GetExpenseAnalysis"
share = "jobs"

[fill]
results = "ExpenseDocuments"
"""
SHARED = """\
reference = "https://docs.aws.amazon.com/API_<operation>.html"

[fill]
more = []

[status]
at = "JobStatus"
initial = ["IN_PROGRESS"]
success = ["SUCCEEDED", "PARTIAL_SUCCESS"]
failure = ["FAILED"]
next.IN_PROGRESS = ["SUCCEEDED", "PARTIAL_SUCCESS", "FAILED"]
tier = "inferred"
source = "names of the statuses"

[[law]]
kind = "none"
of = ["<results>", "<more>"]
in = ["IN_PROGRESS", "FAILED"]
tier = "documented"
source = "model: <operation>, results are there at the end"

[[law]]
kind = "present"
of = ["StatusMessage"]
in = ["FAILED"]
tier = "inferred"
source = "its name"

[redact]
"<results>" = "rows"
"""


def read(place, own=OWN, shared=SHARED):
    (place / "shared").mkdir(exist_ok=True)
    (place / "shared" / "jobs.toml").write_text(shared)
    (place / NAME).write_text(own)
    return contract_file.read(place / NAME)


def test_a_word_is_filled_in_keys_and_in_texts(tmp_path):
    data = read(tmp_path).data
    assert data["reference"].endswith("API_GetExpenseAnalysis.html")
    assert data["law"][0]["of"] == ["ExpenseDocuments"]
    assert data["law"][0]["source"].startswith("model: GetExpenseAnalysis,")
    assert data["redact"] == {"ExpenseDocuments": "rows"}
    assert {"share", "fill"} & set(data) == set()
    assert deriving.derive(read(tmp_path)).operation == "textract:GetExpenseAnalysis"


def test_a_word_that_is_a_list_stands_once_for_each_of_its_texts(tmp_path):
    own = OWN + 'more = ["Warnings", "DocumentMetadata.Pages"]\n'
    of = read(tmp_path, own).data["law"][0]["of"]
    assert of == ["ExpenseDocuments", "Warnings", "DocumentMetadata.Pages"]


def test_a_law_about_an_empty_list_of_members_is_left_out_and_its_neighbours_stay(tmp_path):
    law = '[[law]]\nkind = "settles"\nof = ["<more>"]\ntier = "inferred"\nsource = "its name"\n\n'
    shared = SHARED.replace("[[law]]", f"{law}[[law]]", 1)
    kinds = [law["kind"] for law in read(tmp_path, shared=shared).data["law"]]
    assert kinds == ["none", "present"]
    told = read(tmp_path, OWN + 'more = ["Warnings"]\n', shared).data["law"][0]
    assert (told["kind"], told["of"]) == ("settles", ["Warnings"])


def test_a_law_that_a_contract_itself_leaves_empty_is_refused(tmp_path):
    own = OWN + '[[law]]\nkind = "settles"\nof = []\ntier = "inferred"\nsource = "its name"\n'
    with pytest.raises(InputError, match="non-empty"):
        deriving.derive(read(tmp_path, own))


def test_what_a_contract_says_itself_comes_before_what_is_shared(tmp_path):
    own = OWN + (
        '[status]\nsource = "mine"\nnext.FAILED = ["IN_PROGRESS"]\ninitial = ["FAILED"]\n'
        '[[law]]\nkind = "present"\nof = ["JobStatus"]\ntier = "inferred"\nsource = "more"\n'
        '[[law]]\nkind = "present"\nof = ["StatusMessage"]\nin = ["FAILED"]\n'
        'tier = "observed"\nsource = "seen"\n'
    )
    data = read(tmp_path, own).data
    status = data["status"]
    assert (status["source"], status["tier"]) == ("mine", "inferred")
    assert (status["initial"], set(status["next"])) == (["FAILED"], {"FAILED", "IN_PROGRESS"})
    told = [(law["of"], law["source"]) for law in data["law"][1:]]
    assert told == [(["StatusMessage"], "seen"), (["JobStatus"], "more")]


def test_a_shared_file_of_the_package_is_found_from_everywhere(tmp_path):
    (tmp_path / NAME).write_bytes((contract_file.FOLDER / NAME).read_bytes())
    there = contract_file.read(tmp_path / NAME)
    assert there.data == contract_file.read(contract_file.FOLDER / NAME).data


def test_an_error_names_both_files(tmp_path):
    shared = SHARED.replace('"StatusMessage"', '"StatusMessages"')
    with pytest.raises(InputError) as error:
        deriving.derive(read(tmp_path, shared=shared))
    assert str(error.value).startswith(f"{NAME} with shared/jobs.toml: 'StatusMessages'")


WRONG = {
    "no such file": (OWN.replace('"jobs"', '"job"'), "there is no shared/job.toml. Did you mean"),
    "a path": (OWN.replace('"jobs"', '"../jobs"'), "share: '../jobs' is no name of a shared file"),
    "a path from the root": (OWN.replace('"jobs"', '"/etc/passwd"'), "is no name of a shared file"),
    "a name with a dot": (OWN.replace('"jobs"', '"jobs.toml"'), "is no name of a shared file"),
    "two names": (OWN.replace('"jobs"', '["jobs"]'), "is no name of a shared file"),
    "a long name": (OWN.replace('"jobs"', f'"{"a" * 201}"'), "is no name of a shared file"),
    "nothing shared": (OWN.replace('share = "jobs"', ""), "no share says what: name it"),
    "a word without a text": (
        OWN.replace("results", "result"),
        "shared/jobs.toml has <results>, and nothing fills it. Did you mean result?",
    ),
    "a text without a word": (OWN + 'mor = "x"', "has no such word. Did you mean more?"),
    "the word that fills itself": (OWN + 'operation = "x"', "operation fills itself"),
    "no word": (OWN + '"a b" = "x"', "[fill] a b: a word has lower-case letters"),
    "no text": (OWN + "more = 3", "[fill] more: write a text"),
    "an empty text": (OWN + 'more = [""]', "[fill] more: write a text"),
    "a long text": (OWN + f'more = "{"a" * 201}"', "[fill] more: write a text of at most 200"),
    "a list where a text is": (
        OWN.replace('"ExpenseDocuments"', '["ExpenseDocuments"]'),
        "[fill] results: a list, and '<results>' takes a text",
    ),
    "no table": ('operation = "textract:GetExpenseAnalysis"\nshare = "jobs"\nfill = 1', "a table"),
}


@pytest.mark.parametrize(("own", "said"), WRONG.values(), ids=WRONG)
def test_a_mistake_in_what_is_shared_is_one_clear_sentence(own, said, tmp_path):
    with pytest.raises(InputError) as error:
        read(tmp_path, own)
    assert str(error.value).startswith(f"{NAME}: ")
    assert said in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("more", ['share = "jobs"', 'share = "others"', 'operation = "a:B"'])
def test_a_shared_file_shares_nothing_further_and_is_of_no_operation(more, tmp_path):
    with pytest.raises(InputError, match="is of one operation, and this is shared"):
        read(tmp_path, shared=f"{more}\n{SHARED}")


def test_what_is_filled_stays_small(tmp_path):
    many = ", ".join(f'"{"x" * 190}"' for _ in range(200))
    shared = SHARED.replace('"<more>"', ", ".join(['"<more>"'] * 200))
    with pytest.raises(InputError, match="filled, what is shared is larger than 1000000 bytes"):
        read(tmp_path, f"{OWN}more = [{many}]\n", shared)
