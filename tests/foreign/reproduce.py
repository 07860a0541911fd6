"""How a defect is seen by hand: a few lines of boto3 for each operation, from the calls made."""

from __future__ import annotations

import re

from asked import Made, contract_of
from botocore import xform_name

PREAMBLE = '''\
import json
import urllib.request

import boto3
from botocore.config import Config

url = "http://127.0.0.1:5000"


def ask(service, call, **given):
    """Make a call, print what travels back, and return what botocore makes of it."""
    client = boto3.client(
        service,
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="nobody",
        aws_secret_access_key="nobody",
        config=Config(
            retries={"total_max_attempts": 1},
            inject_host_prefix=False,
            parameter_validation=False,
            s3={"addressing_style": "path"},
        ),
    )
    client.meta.events.register("before-parse", heard)
    try:
        return getattr(client, call)(**given)
    except Exception as error:
        print(type(error).__name__, error)


def heard(response_dict, **_):
    print(response_dict["status_code"], response_dict["body"].decode())
'''

LISTED = '''\
import time


def listed(*call, **given):
    """Ask until a list has an entry: what was started may be there a moment later."""
    for _ in range(50):
        answer = ask(*call, **given)
        if any(isinstance(held, list) and held for held in answer.values()):
            break
        time.sleep(0.1)
    return answer


'''

_MADE_UP = re.compile(r"conformance-[0-9a-f]{8,12}(?![0-9a-f])")
_NAME = re.compile(r"conformance-[0-9a-f]{8,12}(-[0-9]+(\.[a-z_]+)?)?")
_PLAIN = "conformance"


def _is_first(at):
    """Return whether a place leads through the first entries of lists alone."""
    return re.search(r"\[[1-9]\d*\]", at) is None


def lines(asked, defects):
    """Return the lines that make the jobs of an operation, and ask for them until all is seen."""
    names, said, finds = {}, [], {one["call"] for one in contract_of(asked.operation).discover}
    for n, call in enumerate(_wanted(asked, defects), 1):
        is_list = call.operation.partition(":")[2] in finds and call.operation != asked.operation
        said.append(_call(call, names, "listed" if is_list else "ask"))
        told = _leaves(call.parsed, f"a{n}") if call.parsed else {}
        # Which entry of a list it is may be chance: an earlier answer that told it is surer.
        names |= {text: at for text, at in told.items() if text not in names or _is_first(at)}
    used = set(re.findall(r"\ba(\d+)\[", "\n".join(said)))
    told = [f"a{n} = {text}" if str(n) in used else text for n, text in enumerate(said, 1)]
    written = "\n".join(_counted(told)) + "\n"
    return LISTED + written if "listed(" in written else written


def _wanted(asked, defects):
    """Return the calls up to the last poll that counts, and the one for a job that is not there.

    Lists are left out, but for the first that names what nothing else did: a Map Run's.
    """
    shown = asked.polls()
    seen = [one.polls for one in defects if one.at not in ("missing", "made")]
    last = shown[max(seen) - 1] + 1 if seen else shown[0] if shown else len(asked.calls)
    service = asked.operation.partition(":")[0]
    lists = {f"{service}:{one['call']}" for one in contract_of(asked.operation).discover}
    kept, told = [], set()
    for n, call in enumerate(asked.calls[:last]):
        is_list = n not in shown and call.operation in (*lists, *_OURS)
        named = set(_leaves(call.parsed or {}, ""))
        if is_list and not _names_what_comes(asked.calls, n, named - told):
            continue
        kept.insert(_right_after(kept, call) if is_list else len(kept), call)
        told |= named | set(_leaves(call.params, ""))
    put = next((call for call in kept if call.operation == "s3:PutObject"), None)
    if put and not any(call.operation == "s3:CreateBucket" for call in kept):
        kept.insert(0, Made("s3:CreateBucket", {"Bucket": put.params["Bucket"]}))  # once for all
    gone = any(one.at == "missing" for one in defects)
    return [*kept, asked.calls[shown[-1]]] if gone else kept


def _names_what_comes(calls, n, new):
    """Return whether the next call asks for something that this answer was the first to name."""
    coming = calls[n + 1] if n + 1 < len(calls) else None
    return coming is not None and not new.isdisjoint(_leaves(coming.params, ""))


def _right_after(kept, call):
    """Return where a list is asked for: as soon as what it is asked with is known.

    What is stopped next, before it was there, would never be.
    """
    wanted = set(_leaves(call.params, ""))
    for n, one in enumerate(kept, 1):
        wanted -= set(_leaves(one.parsed or {}, ""))
        if not wanted:
            return n
    return len(kept)


_OURS = ("sts:GetCallerIdentity",)


def _counted(told):
    """Yield the lines, those that come several times in a row as a loop."""
    n = 0
    while n < len(told):
        times = 1
        while n + times < len(told) and told[n + times] == told[n]:
            times += 1
        yield told[n] if times == 1 else f"for _ in range({times}):\n    {told[n]}"
        n += times


def _leaves(value, at):
    """Return each text of an answer that may name something, with how it is written."""
    if isinstance(value, str):
        return {value: at} if len(value) > 3 else {}
    found = {}
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "ResponseMetadata":
                found |= _leaves(item, f"{at}[{key!r}]")
    elif isinstance(value, list):
        for n, item in enumerate(value):
            found = _leaves(item, f"{at}[{n}]") | found  # the first of two that are the same
    return found


def _call(call, names, by):
    service, _, name = call.operation.partition(":")
    given = "".join(f", {key}={_source(value, names)}" for key, value in call.params.items())
    if any(not key.isidentifier() or key in ("from", "import") for key in call.params):
        given = f", **{_source(call.params, names)}"
    return f'{by}("{service}", "{xform_name(name)}"{given})'


def _source(value, names):
    """Return a value as Python: what an earlier answer told by where it stands there."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k!r}: {_source(v, names)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_source(item, names) for item in value) + "]"
    if isinstance(value, str):
        # A name that was made up is the same in every answer.
        is_name = _NAME.fullmatch(value) is not None
        return names[value] if value in names and not is_name else _text(value)
    return repr(value.isoformat()) if hasattr(value, "isoformat") else repr(value)


def _text(text):
    return repr(_MADE_UP.sub(_PLAIN, text))
