"""Each kind of change between two botocores by itself, there and back, and its grade."""

from __future__ import annotations

import pytest
from support.two_botocores import ANSWER, CALL, ENUM, GIVEN, changed, drop, model, put, told

from aws_job_conformance.authoring.drift._grades import KINDS

EACH = {
    "a job operation is gone": (
        drop(*CALL),
        [("operation-removed", "error", "", "")],
        [("operation-added", "note", "", "")],
    ),
    "a status": (
        put("shapes", "JobStatus", "enum", value=[*ENUM, "EXPIRED"]),
        [("status-added", "error", "output", "JobStatus")],
        [("status-removed", "warning", "output", "JobStatus")],
    ),
    "the statuses are no longer listed": (
        drop("shapes", "JobStatus", "enum"),
        [("enum-removed", "warning", "output", "JobStatus")],
        [("enum-added", "note", "output", "JobStatus")],
    ),
    "a value of another enum, in a list and in a map": (
        put("shapes", "PartKind", "enum", value=["A", "B", "C"]),
        [
            ("value-added", "warning", "output", "Parts[].Kind"),
            ("value-added", "warning", "output", "Tags{}.Kind"),
        ],
        [
            ("value-removed", "warning", "output", "Parts[].Kind"),
            ("value-removed", "warning", "output", "Tags{}.Kind"),
        ],
    ),
    "a value of an enum that is given": (
        put("shapes", "View", "enum", value=["FULL", "SHORT", "TINY"]),
        [("value-added", "note", "input", "View")],
        [("value-removed", "warning", "input", "View")],
    ),
    "an enum that is given is listed no more": (
        drop("shapes", "View", "enum"),
        [("enum-removed", "note", "input", "View")],
        [("enum-added", "warning", "input", "View")],
    ),
    "a member": (
        put(*ANSWER, "Extra", value={"shape": "Text"}),
        [("member-added", "note", "output", "Extra")],
        [("member-removed", "error", "output", "Extra")],
    ),
    "a member of what is in a list": (
        put("shapes", "Part", "members", "Extra", value={"shape": "Text"}),
        [
            ("member-added", "note", "output", "Parts[].Extra"),
            ("member-added", "note", "output", "Tags{}.Extra"),
        ],
        [
            ("member-removed", "error", "output", "Parts[].Extra"),
            ("member-removed", "error", "output", "Tags{}.Extra"),
        ],
    ),
    "a member of what holds itself": (
        put("shapes", "Tree", "members", "Leaf", value={"shape": "Text"}),
        [("member-added", "note", "output", "Tree.Leaf")],
        [("member-removed", "error", "output", "Tree.Leaf")],
    ),
    "a member that may be given": (
        put(*GIVEN, "Extra", value={"shape": "Text"}),
        [("member-added", "note", "input", "Extra")],
        [("member-removed", "error", "input", "Extra")],
    ),
    "a member that must be given": (
        lambda data: (
            put(*GIVEN, "Extra", value={"shape": "Text"})(data),
            put("shapes", "GetImportJobRequest", "required", value=["JobId", "Extra"])(data),
        ),
        [("required-added", "error", "input", "Extra")],
        [("member-removed", "error", "input", "Extra")],
    ),
    "a member has become required to give": (
        put("shapes", "GetImportJobRequest", "required", value=["JobId", "View"]),
        [("required-added", "error", "input", "View")],
        [("required-removed", "note", "input", "View")],
    ),
    "a member has become required in a response": (
        put("shapes", "GetImportJobResponse", "required", value=["JobId", "Parts"]),
        [("required-added", "note", "output", "Parts")],
        [("required-removed", "warning", "output", "Parts")],
    ),
    "another type": (
        put(*ANSWER, "Created", value={"shape": "Text"}),
        [("type-changed", "error", "output", "Created")],
        [("type-changed", "error", "output", "Created")],
    ),
    "any document in place of a structure": (
        put("shapes", "Tree", value={"type": "structure", "document": True, "members": {}}),
        [("type-changed", "error", "output", "Tree")],
        [("type-changed", "error", "output", "Tree")],
    ),
    "a wider number": (
        put("shapes", "Count", value={"type": "long", "min": 0}),
        [
            ("width-changed", "warning", "output", "Total"),
            ("width-changed", "note", "input", "Size"),
        ],
        [
            ("width-changed", "warning", "output", "Total"),
            ("width-changed", "note", "input", "Size"),
        ],
    ),
    "a longer text": (
        put("shapes", "Id", "max", value=128),
        [
            ("constraint-loosened", "note", "output", "JobId"),
            ("constraint-loosened", "note", "input", "JobId"),
        ],
        [
            ("constraint-tightened", "warning", "output", "JobId"),
            ("constraint-tightened", "warning", "input", "JobId"),
        ],
    ),
    "a longer list": (
        drop("shapes", "Parts", "max"),
        [("constraint-loosened", "note", "output", "Parts")],
        [("constraint-tightened", "warning", "output", "Parts")],
    ),
    "a number with a limit": (
        put("shapes", "Share", value={"type": "float", "max": 1}),
        [("constraint-tightened", "warning", "output", "Share")],
        [("constraint-loosened", "note", "output", "Share")],
    ),
    "a number that may be negative": (
        drop("shapes", "Count", "min"),
        [
            ("constraint-loosened", "note", "output", "Total"),
            ("constraint-loosened", "note", "input", "Size"),
        ],
        [
            ("constraint-tightened", "warning", "output", "Total"),
            ("constraint-tightened", "warning", "input", "Size"),
        ],
    ),
    "a least length of zero, which says nothing": (
        put("shapes", "Text", value={"type": "string", "min": 0}),
        [],
        [],
    ),
    "a pattern": (
        put("shapes", "Text", value={"type": "string", "pattern": "x"}),
        [
            ("constraint-tightened", "warning", "output", "Parts[].Name"),
            ("constraint-tightened", "warning", "output", "Tags{}.Name"),
        ],
        [
            ("constraint-loosened", "note", "output", "Parts[].Name"),
            ("constraint-loosened", "note", "output", "Tags{}.Name"),
        ],
    ),
    "another pattern": (
        put("shapes", "Id", "pattern", value="[a-z0-9]+"),
        [
            ("pattern-changed", "warning", "output", "JobId"),
            ("pattern-changed", "warning", "input", "JobId"),
        ],
        [
            ("pattern-changed", "warning", "output", "JobId"),
            ("pattern-changed", "warning", "input", "JobId"),
        ],
    ),
    "the same pattern, anchored": (
        put("shapes", "Id", "pattern", value="^[a-z]+$"),
        [
            ("constraint-tightened", "warning", "output", "JobId"),
            ("constraint-tightened", "warning", "input", "JobId"),
        ],
        [
            ("constraint-loosened", "note", "output", "JobId"),
            ("constraint-loosened", "note", "input", "JobId"),
        ],
    ),
    "another format of an instant": (
        put("shapes", "Instant", "timestampFormat", value="iso8601"),
        [("wire-changed", "warning", "output", "Created")],
        [("wire-changed", "warning", "output", "Created")],
    ),
    "another name on the wire": (
        put(*ANSWER, "Total", value={"shape": "Count", "locationName": "total"}),
        [("wire-changed", "warning", "output", "Total")],
        [("wire-changed", "warning", "output", "Total")],
    ),
    "the same name on the wire, said aloud": (
        put(*ANSWER, "Total", value={"shape": "Count", "locationName": "Total"}),
        [],
        [],
    ),
    "a member in a header": (
        put(*ANSWER, "Total", value={"shape": "Count", "location": "header"}),
        [("wire-changed", "warning", "output", "Total")],
        [("wire-changed", "warning", "output", "Total")],
    ),
    "a body that is one member": (
        put("shapes", "GetImportJobResponse", "payload", value="Tree"),
        [("wire-changed", "warning", "output", "")],
        [("wire-changed", "warning", "output", "")],
    ),
    "another protocol": (
        lambda data: data["metadata"].update(protocol="rest-json", protocols=["rest-json"]),
        [("wire-changed", "warning", "", "")],
        [("wire-changed", "warning", "", "")],
    ),
    "another path": (
        put(*CALL, "http", value={"method": "POST", "requestUri": "/jobs/{JobId}"}),
        [("wire-changed", "warning", "", "")],
        [("wire-changed", "warning", "", "")],
    ),
    "an error": (
        put(*CALL, "errors", value=[{"shape": "Slow"}]),
        [("error-removed", "warning", "", "NotFoundException")],
        [("error-added", "note", "", "NotFoundException")],
    ),
    "another status of an error": (
        put("shapes", "Slow", "error", value={"httpStatusCode": 429}),
        [("error-status-changed", "note", "", "Slow")],
        [("error-status-changed", "note", "", "Slow")],
    ),
    "a sensitive text": (
        put("shapes", "Text", value={"type": "string", "sensitive": True}),
        [
            ("sensitive-added", "warning", "output", "Parts[].Name"),
            ("sensitive-added", "warning", "output", "Tags{}.Name"),
        ],
        [],
    ),
    "a deprecated operation": (
        put(*CALL, "deprecated", value=True),
        [("deprecated", "warning", "", "")],
        [],
    ),
    "a deprecated member": (
        put(*GIVEN, "View", value={"shape": "View", "deprecated": True}),
        [("deprecated", "warning", "input", "View")],
        [],
    ),
    "other words": (put(*CALL, "documentation", value="<p>Returns a job.</p>"), [], []),
    "another operation that tells of no job": (drop("operations", "PutThing"), [], []),
}


@pytest.mark.parametrize(("edit", "there", "back"), EACH.values(), ids=EACH)
def test_each_kind_of_change_is_told_alone_with_its_grade_there_and_back(
    edit, there, back, tmp_path
):
    assert told(tmp_path, model(), changed(edit))[0] == there
    assert told(tmp_path, changed(edit), model())[0] == back


def test_every_kind_and_each_of_its_grades_is_in_these_cases():
    seen = {
        (kind, grade) for _, *both in EACH.values() for rows in both for kind, grade, *_ in rows
    }
    stated = {(name, grade) for name, k in KINDS.items() for grade in k.grades if grade}
    assert seen == stated
