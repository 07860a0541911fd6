"""The files that `vectors.write` leaves, as tests read them."""

import json

from support.contract_tables import SIX


def asked_for(request):
    """Return the operations that the tests of a module which are run now ask about, and the six."""
    mine = [item for item in request.session.items if item.path == request.path]
    specs = [item.callspec.params for item in mine if hasattr(item, "callspec")]
    return sorted({*SIX, *(spec["operation"] for spec in specs if "operation" in spec)})


def written(folder):
    """Return the operations whose vectors are in a folder."""
    return list(json.loads((folder / "index.json").read_bytes())["operations"])


def read(folder, operation, form):
    """One file of an operation; form: smithy, histories or botocore."""
    service, _, name = operation.partition(":")
    return json.loads((folder / service / f"{name}.{form}.json").read_bytes())


def smithy_cases(folder, operation):
    """(target, case) of each case of Smithy's form, the target without its namespace."""
    for target, shape in read(folder, operation, "smithy")["shapes"].items():
        assert shape["type"] == "apply"
        for case in shape["traits"]["smithy.test#httpResponseTests"]:
            yield target.partition("#")[2], case
