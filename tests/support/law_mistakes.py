"""Mistakes in the laws of a contract file that have more to them than paths and statuses."""

from __future__ import annotations

from support.contract_edits import add, law

_FROM_HERE = 'tier = "inferred"\nsource = "x"\n'
_ORDERED = 'law = { kind = "ordered", of = ["A", "B"] }\n'


def text(said):
    """Return an edit that adds a law as it is written."""
    return add(f"[[law]]\n{_FROM_HERE}{said}")


LAW_MISTAKES = {
    "a condition on a member that is not there": (
        law("when", where="JobState", has=["x"], then="absent"),
        "'JobState' names no member of the response. Did you mean JobStatus?",
    ),
    "a condition on a value that is not there": (
        law("when", where="JobStatus", has=["COMPLETE"], then="absent"),
        '"COMPLETE" is no value of JobStatus. Did you mean COMPLETED?',
    ),
    "two conditions": (
        law("when", where="JobStatus", has=["COMPLETED"], shown=True, then="absent"),
        "(exactly one of has, lacks and shown)",
    ),
    "no condition": (
        law("when", where="JobStatus", then="absent"),
        "(exactly one of has, lacks and shown)",
    ),
    "a promise that is none": (
        law("when", where="JobStatus", shown=True, then="gone"),
        "'gone' is not valid under any of the given schemas (present, absent, or a list of values)",
    ),
    "a value of another type": (law("is", values=[1]), "1 is no value of JobId, a string"),
    "a value that no member of the kind has": (
        law("is", of=["ProcessedRecordsCount"], values=["1"]),
        '"1" is no value of ProcessedRecordsCount, a integer',
    ),
    "a range of a text": (
        law("within", least=0),
        "takes integer or number, but JobId is string",
    ),
    "a range written in a number": (
        law("within", of=["ProcessedRecordsCount"], least=0, written="text"),
        "takes string, but ProcessedRecordsCount is integer",
    ),
    "a range without an end": (law("within"), "(least, most, or both)"),
    "a table of statuses that are not there": (
        text('kind = "pairs"\nof = "JobId"\nwhere = "JobStatus"\ntable.DONE = ["x"]'),
        '"DONE" is no value of JobStatus.',
    ),
    "a duration of a text": (
        law(
            "duration",
            of=["CreatedTimestamp", "CompletedTimestamp"],
            number="JobId",
            unit="seconds",
        ),
        "takes a number, but JobId is none",
    ),
    "a duration between texts": (
        law("duration", of=["JobId", "JobId2"], number="ProcessedRecordsCount", unit="seconds"),
        "'JobId2' names no member of the response.",
    ),
    "an unknown unit": (
        law(
            "duration",
            of=["CreatedTimestamp", "CompletedTimestamp"],
            number="ProcessedRecordsCount",
            unit="weeks",
        ),
        "'weeks' is not one of",
    ),
    "a sum of no map": (
        text('kind = "map-adds-up"\nof = "FailureInfo"\nwhole = "ProcessedRecordsCount"'),
        "takes a map, but FailureInfo is none",
    ),
    "growth of no list": (
        law("only-grows", of=["FailureInfo"]),
        "FailureInfo is no list and no map",
    ),
    "a version that is a text": (
        law("grows-with-status"),
        "takes a number, but JobId is none",
    ),
    "each of no list": (
        text(f'kind = "each"\nof = "FailureInfo"\n{_ORDERED}'),
        "FailureInfo is no list and no map of objects",
    ),
    "each with a law of another kind": (
        text('kind = "each"\nof = "FailureInfo"\nlaw = { kind = "settles", of = ["A"] }'),
        "[[law]] 14 (each) law: no kind 'settles' in entries.",
    ),
    "each with statuses": (
        text(
            'kind = "each"\nof = "FailureInfo"\nlaw = { kind = "absent", of = ["A"], in = ["x"] }'
        ),
        "[[law]]",
    ),
    "an order of no list": (
        text('kind = "sorted"\nof = "FailureInfo"\nby = "A"'),
        "FailureInfo is no list and no map of objects",
    ),
    "an echo of what is not asked": (
        law("echoes", asked="Job"),
        "asked: the operation takes no 'Job'. Did you mean JobId?",
    ),
    "an unfinished status that is left": (
        lambda text: text.replace(
            "next.CREATED", 'left.CREATED = { by = "GetImportJob", to = ["CREATED"] }\nnext.CREATED'
        ),
        "[status] left.CREATED: only a final status can be left by a call",
    ),
    "a status that nobody's call leaves": (
        lambda text: text.replace(
            "next.CREATED", 'left.FAILED = { by = "RetryJob", to = ["CREATED"] }\nnext.CREATED'
        ),
        "[status] left.FAILED: sesv2 has no operation 'RetryJob'.",
    ),
    "a status that is left for an end": (
        lambda text: text.replace(
            "next.CREATED", 'left.FAILED = { by = "GetImportJob", to = ["FAILED"] }\nnext.CREATED'
        ),
        "[status] left.FAILED: FAILED is no unfinished status",
    ),
    "a rest that is an end": (
        lambda text: text.replace("next.CREATED", 'rests = ["FAILED"]\nnext.CREATED', 1),
        "[status] rests: FAILED is no unfinished status",
    ),
    "an outcome that leaves a value out": (
        lambda text: text.replace(
            "next.CREATED",
            'outcome = { at = "JobStatus", success = ["COMPLETED"] }\nnext.CREATED',
            1,
        ),
        "[status] outcome: JobStatus has CREATED, PROCESSING, COMPLETED, FAILED, CANCELLED; not",
    ),
    "a job that goes away after no status": (
        lambda text: text.replace("[missing]\n", '[missing]\nafter = ["GONE"]\n', 1),
        "[missing] after: 'GONE' is no status.",
    ),
    "a missing job that is told by nothing": (
        lambda text: text.replace('error = "NotFoundException"\n', "", 1),
        "missing: {'input'",
    ),
    "an identity where there is one job": (
        lambda text: text.replace("reference =", 'identity = "JobId"\nreference =', 1),
        "identity: it tells apart the jobs of a list, and starts as [status] at",
    ),
    "pages of what is no list": (
        add('[pages]\ntoken = { in = "JobId", out = "JobId" }\nlists = ["JobId"]'),
        "[pages] lists: JobId is no list",
    ),
    "pages without a token": (
        add('[pages]\ntoken = { in = "NextToken", out = "JobId" }\nlists = ["JobId"]'),
        "[pages] token: it takes no 'NextToken'.",
    ),
    "what lives on and is not there": (
        lambda text: text.replace("next.CREATED", 'lives_on = ["Report"]\nnext.CREATED', 1),
        "'Report' names no member of the response.",
    ),
}
