"""Mistakes in a contract file, each an edit of one that is right, and what is said of it."""

from __future__ import annotations

import re

from support.contract_edits import add, law, put

MISTAKES = {
    "no TOML": (put("[status]", "[status"), "not TOML: Expected ']'"),
    "a key twice": (put("[status]", "[status]\nat = 'X'"), "not TOML: "),
    "another operation than the file": (
        put("sesv2:GetImportJob", "sesv2:GetExportJob"),
        "operation must be 'sesv2:GetImportJob', as the file is named",
    ),
    "no operation": (put("operation", "operations"), "operation must be 'sesv2:GetImportJob'"),
    "an unknown key": (add("[discovery]"), "unknown key 'discovery'. Did you mean discover?"),
    "laws under the name of x-job": (
        lambda text: text.replace("[[law]]", "[[laws]]"),
        "unknown key 'laws'. Did you mean law?",
    ),
    "contradictions under the name of x-job": (
        lambda text: text.replace("[[contradiction]]", "[[contradictions]]"),
        "unknown key 'contradictions'. Did you mean contradiction?",
    ),
    "what derives": (add("[wire]\nprotocol = 'x'"), "unknown key 'wire'."),
    "no reference": (
        put("reference = ", "referense = "),
        "unknown key 'referense'. Did you mean reference?",
    ),
    "no reference at all": (
        lambda text: re.sub(r"reference = .*\n", "", text, count=1),
        "the top level: 'reference' is a required property",
    ),
    "no status": (
        lambda text: text[: text.index("[status]")] + text[text.index("[[law]]") :],
        "the top level: 'status' is a required property",
    ),
    "a status without a place": (
        put('at = "JobStatus"\n', ""),
        "status: 'at' is a required property",
    ),
    "a status that is no table": (
        lambda text: (
            'status = "x"\n' + text[: text.index("[status]")] + text[text.index("[[law]]") :]
        ),
        "status: 'x' is not of type 'object'",
    ),
    "a status that is no list": (
        put('initial = ["CREATED"]', 'initial = "CREATED"'),
        "[status] initial: 'CREATED' is not of type 'array'",
    ),
    "an unknown key of the status": (
        put('stopped = ["CANCELLED"]', 'stoped = ["CANCELLED"]'),
        "status: unknown key 'stoped'. Did you mean stopped?",
    ),
    "a next that is no list": (
        put('next.CREATED = ["PROCESSING", "CANCELLED"]', 'next.CREATED = "PROCESSING"'),
        "[status] next.CREATED: 'PROCESSING' is not of type 'array'",
    ),
    "a value of the status left out": (
        lambda text: text.replace('stopped = ["CANCELLED"]\n', "").replace(', "CANCELLED"', ""),
        "[status] leaves out CANCELLED",
    ),
    "an unknown value of the status": (
        put('success = ["COMPLETED"]', 'success = ["COMPLETD"]'),
        "[status] 'COMPLETD' is no value of JobStatus.",
    ),
    "a status in two groups": (
        put('failure = ["FAILED"]', 'failure = ["FAILED", "COMPLETED"]'),
        "[status] COMPLETED stands in two groups",
    ),
    "what follows a final status": (
        put("next.CREATED", 'next.FAILED = ["CREATED"]\nnext.CREATED'),
        "[status] next.FAILED: nothing follows a status that is final or anywhere",
    ),
    "a step to what has no place": (
        put('stopped = ["CANCELLED"]', 'anywhere = ["CANCELLED"]'),
        "[status] next.CREATED: CANCELLED is anywhere, it has no place in the order",
    ),
    "a status where none is": (
        put('at = "JobStatus"', 'at = "JobStats"'),
        "'JobStats' names no member of the response. Did you mean JobStatus?",
    ),
    "a status that has no values": (
        put('at = "JobStatus"', 'at = "JobId"'),
        "[status] at: JobId has no enum; [member] can give it one",
    ),
    "one law in single brackets": (
        lambda text: text[: text.index("[[law]]")] + "[law]\nkind = 'absent'",
        "is not of type 'array'",
    ),
    "a law that is no table": (
        lambda text: "law = ['absent']\n" + text[: text.index("[[law]]")],
        "'absent' is not of type 'object'",
    ),
    "a law without a kind": (law(None), "[[law]] 14: no kind None."),
    "a law of an unknown kind": (
        law("at-mots"),
        "[[law]] 14: no kind 'at-mots'. Did you mean at-most?",
    ),
    "a law that is implied": (law("moves"), "[[law]] 14: moves follows from [status]"),
    "an unknown key of a law": (
        law("at-most", of=None, parts=["FailedRecordsCount"], whol="ProcessedRecordsCount"),
        "[[law]] 14 (at-most): unknown key 'whol'. Did you mean whole?",
    ),
    "a key of another kind": (law(parts=["JobId"]), "[[law]] 14 (absent): unknown key 'parts'."),
    "a scope where none belongs": (
        law("settles", **{"in": ["FAILED"]}),
        "[[law]] 14 (settles): unknown key 'in'.",
    ),
    "a law without a tier": (law(tier=None), "[[law]] 14 (absent): 'tier' is a required property"),
    "a law without a source": (
        law(source=None),
        "[[law]] 14 (absent): 'source' is a required property",
    ),
    "a law with an empty source": (
        law(source=""),
        "[[law]] 14 (absent) source: '' should be non-empty",
    ),
    "an unknown tier": (law(tier="infered"), "[[law]] 14 (absent) tier: 'infered' is not one of"),
    "a law of nothing": (law(of=None), "[[law]] 14 (absent): 'of' is a required property"),
    "a law of a text": (law(of="JobId"), "[[law]] 14 (absent) of: 'JobId' is not of type 'array'"),
    "an order of one": (law("ordered", of=["CreatedTimestamp"]), "[[law]] 14 (ordered) of: "),
    "both scopes": (
        law(**{"in": ["FAILED"], "not-in": ["FAILED"]}),
        "[[law]] 14 (absent) has both in and not-in",
    ),
    "an unknown status in a scope": (
        law(**{"in": ["FAILD"]}),
        "[[law]] 14 (absent) in: 'FAILD' is no status and no group of them. Did you mean FAILED?",
    ),
    "an unknown group in a scope": (
        law(**{"not-in": ["finals"]}),
        "not-in: 'finals' is no status and no group of them. Did you mean final?",
    ),
    "an empty scope": (law(**{"in": []}), "[[law]] 14 (absent) in: [] should be non-empty"),
    "a scope that is a text": (
        law(**{"in": "FAILED"}),
        "[[law]] 14 (absent) in: 'FAILED' is not of",
    ),
    "a scope that leaves nothing": (
        law(**{"in": ["partial"]}),
        "[[law]] 14 (absent) in: leaves no status",
    ),
    "a path that names nothing": (
        law(of=["JobIdd"]),
        "'JobIdd' names no member of the response. Did you mean JobId?",
    ),
    "a deeper path that names nothing": (
        law(of=["FailureInfo.ErrorMesage"]),
        "'FailureInfo.ErrorMesage' names no member of the response. Did you mean ErrorMessage?",
    ),
    "a path below a text": (
        law(of=["JobId.Part"]),
        "'JobId.Part' names no member of the response.",
    ),
    "a path of many": (law(of=["Jobs[].JobId"]), "'Jobs[].JobId' must name one member"),
    "a path that is none": (law(of=["Job Id"]), "'Job Id' is not a path: "),
    "a whole that names nothing": (
        law("lists-no-more-than", of="JobId", whole="ProcesedRecordsCount"),
        "[[law]] 14 (lists-no-more-than) takes array, but JobId is string",
    ),
    "a sum of texts": (
        law("at-most", of=None, parts=["JobId"], whole="ProcessedRecordsCount"),
        "[[law]] 14 (at-most) takes integer or number, but JobId is string",
    ),
    "a sum that is a text": (
        law("adds-up", of=None, parts=["FailedRecordsCount"], whole="JobId"),
        "[[law]] 14 (adds-up) takes integer or number, but JobId is string",
    ),
    "a text that never decreases": (
        law("never-decreases"),
        "[[law]] 14 (never-decreases) takes numbers and instants, but JobId is neither",
    ),
    "some of a text": (
        law("some"),
        "[[law]] 14 (some) takes integer or number or array, but JobId is",
    ),
    "texts in order": (
        law("ordered", of=["CreatedTimestamp", "JobId"]),
        "[[law]] 14 (ordered) takes instants, but JobId is not a date-time",
    ),
    "milliseconds that are dates": (
        law("ordered", of=["CreatedTimestamp", "CompletedTimestamp"], unit="milliseconds"),
        "[[law]] 14 (ordered) takes instants, but CreatedTimestamp is not an integer",
    ),
    "milliseconds of no order": (
        law(unit="milliseconds"),
        "[[law]] 14 (absent): unknown key 'unit'",
    ),
    "another unit": (
        law("ordered", of=["CreatedTimestamp", "CompletedTimestamp"], unit="seconds"),
        "[[law]] 14 (ordered) unit: ",
    ),
    "one of two parents": (
        law("one-of", of=["JobId", "FailureInfo.ErrorMessage"]),
        "[[law]] 14 (one-of) takes members of one parent: JobId, FailureInfo.ErrorMessage",
    ),
    "an input that is accounted for too early": (
        law(
            "accounts-for-input", of=None, parts=["ProcessedRecordsCount"], **{"in": ["PROCESSING"]}
        ),
        "[[law]] 14 (accounts-for-input) in: PROCESSING is not final",
    ),
    "an input that is accounted for at any time": (
        law("accounts-for-input", of=None, parts=["ProcessedRecordsCount"]),
        "[[law]] 14 (accounts-for-input): 'in' is a required property",
    ),
    "an input that texts account for": (
        law("accounts-for-input", of=None, parts=["JobId"], **{"in": ["COMPLETED"]}),
        "[[law]] 14 (accounts-for-input) takes integer or number, but JobId is string",
    ),
    "an inferred member": (
        add('[member.JobId]\nminLength = 1\ntier = "inferred"\nsource = "x"'),
        "[member.JobId] tier: 'inferred' is not one of ['documented', 'observed'] (what is only",
    ),
    "a member without a tier": (
        add('[member.JobId]\nsource = "x"'),
        "[member.JobId]: 'tier' is a required property",
    ),
    "a member without a source": (
        add('[member.JobId]\ntier = "observed"'),
        "[member.JobId]: 'source' is a required property",
    ),
    "an unknown key of a member": (
        add('[member.JobId]\nminLenght = 1\ntier = "observed"\nsource = "x"'),
        "[member.JobId]: unknown key 'minLenght'. Did you mean minLength?",
    ),
    "an enum that is a text": (
        add('[member.JobId]\nenum = "A"\ntier = "observed"\nsource = "x"'),
        "[member.JobId] enum: 'A' is not of type 'array'",
    ),
    "an unknown format": (
        add('[member.JobId]\nformat = "datetime"\ntier = "observed"\nsource = "x"'),
        "[member.JobId] format: 'datetime' is not one of",
    ),
    "a limit of another type": (
        add('[member.JobId]\nmaxItems = 3\ntier = "observed"\nsource = "x"'),
        "[member.JobId] maxItems is said of array, not of string",
    ),
    "a pattern that is not portable": (
        add('[member.JobId]\npattern = "(?i)a"\ntier = "observed"\nsource = "x"'),
        "[member.JobId] pattern: flags, names and look-behinds in groups are not read alike",
    ),
    "a member that is not there": (
        add('[member.JobIdd]\nminLength = 1\ntier = "observed"\nsource = "x"'),
        "'JobIdd' names no member of the response. Did you mean JobId?",
    ),
    "a member of nothing": (
        add('[member."Nowhere.Name"]\ntype = "string"\ntier = "observed"\nsource = "x"'),
        "[member.Nowhere.Name]: there is nothing it could be a member of",
    ),
    "a path without its quotes": (
        add('[member.FailureInfo.ErrorMessage]\nminLength = 1\ntier = "observed"\nsource = "x"'),
        '[member.FailureInfo]: put a path in quotes, [member."FailureInfo.ErrorMessage"]',
    ),
    "members in a list": (
        add('[[member]]\ntier = "observed"'),
        "member is a table of tables: [member.NAME], one for each path",
    ),
    "a root where nothing is unwrapped": (
        put("[sources]", 'root = "FailureInfo"\n[sources]'),
        "root must be left out: nothing travels unwrapped",
    ),
    "a root that is no text": (put("[sources]", "root = 3\n[sources]"), "root must be left out"),
    "a date that is no text": (
        put("[sources]", "retired = 2026-10-30\n[sources]"),
        "retired: datetime.date(2026, 10, 30) is a date or a time of TOML; put it in quotes",
    ),
    "an unknown sibling": (
        put("[sources]", 'same_shape = ["CreateImportJb"]\n[sources]'),
        "same_shape: sesv2 has no operation 'CreateImportJb'. Did you mean CreateImportJob?",
    ),
    "a sibling of another shape": (
        put("[sources]", 'same_shape = ["CreateImportJob"]\n[sources]'),
        "same_shape: CreateImportJob answers another shape",
    ),
    "siblings in a text": (
        put("[sources]", 'same_shape = "CreateImportJob"\n[sources]'),
        "same_shape: 'CreateImportJob' is not of type 'array'",
    ),
    "a required member that is not there": (
        add('[required]\nmembers = ["Jobid"]\ntier = "observed"\nsource = "x"'),
        "'Jobid' names no member of the response. Did you mean JobId?",
    ),
    "a required member that is only inferred": (
        add('[required]\nmembers = ["JobId"]\ntier = "inferred"\nsource = "x"'),
        "[required] tier: 'inferred' is not one of ['documented', 'observed'] (what is only",
    ),
    "a secret that is not there": (add("Jobid = 'id'"), "'Jobid' names no member of the response."),
    "an unknown kind of secret": (
        put('JobId = "id"', 'JobId = "ident"'),
        "[redact] JobId: 'ident' is",
    ),
    "a call that does not read": (
        put('call = "ListImportJobs"', 'call = "CreateImportJob"'),
        "[[discover]] 1 call: 'CreateImportJob' does not match '^(List|Get|Describe)[A-Z]' (a call",
    ),
    "a call that is not there": (
        put('call = "ListImportJobs"', 'call = "ListImportJob"'),
        "[[discover]] 1: sesv2 has no operation 'ListImportJob'. Did you mean ListImportJobs?",
    ),
    "a call that answers something else": (
        put('each = "ImportJobs[].JobId"', 'each = "ImportJob[].JobId"'),
        "[[discover]] 1 (ListImportJobs): 'ImportJob[].JobId' names nothing it answers",
    ),
    "a call that is read by an expression": (
        put('each = "ImportJobs[].JobId"', 'each = "ImportJobs[?a].JobId"'),
        "'ImportJobs[?a].JobId' must name one member",
    ),
    "a token that does not come out": (
        put('out = "NextToken"', 'out = "NextTokn"'),
        "[[discover]] 1 (ListImportJobs): 'NextTokn' names nothing it answers",
    ),
    "a token that does not go in": (
        put('in = "NextToken"', 'in = "NextTokn"'),
        "[[discover]] 1 (ListImportJobs): it takes no 'NextTokn'. Did you mean NextToken?",
    ),
    "a find that nobody takes": (
        put('as = "JobId"', 'as = "JobID"'),
        "[[discover]] 1 (ListImportJobs): nothing after it takes 'JobID'. Did you mean JobId?",
    ),
    "one discovery in single brackets": (
        put("[[discover]]", "[discover]"),
        "discover: {",
    ),
    "a missing job without its input": (
        put('input = { JobId = "00000000-0000-0000-0000-000000000000" }', "input = { Job = 'x' }"),
        "[missing] input: the operation takes no 'Job'. Did you mean JobId?",
    ),
    "an error that is not documented": (
        put('error = "NotFoundException"', 'error = "NotFound"'),
        "[missing] error: the operation does not document 'NotFound'. Did you mean NotFound",
    ),
    "a reason for what is there": (
        put("[lacks]\n", '[lacks]\nmissing = "model: none"\n'),
        "[lacks] missing: the contract has it",
    ),
}
