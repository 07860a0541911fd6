"""The service models inside botocore's own package, and files elsewhere that say otherwise."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.text import brief, cut, printable
from aws_job_conformance.protocol import model_files

if TYPE_CHECKING:
    from botocore.model import OperationModel

_OF_HOSTS = ("endpoints", "partitions")
_WHOLE = {
    "service-2.sdk-extras": "adds to botocore's model",
    "endpoint-rule-set-1": "says something else of its hosts",
}


def folder() -> str:
    """Return where botocore's own models lie: inside its installed package."""
    import botocore  # noqa: PLC0415 - a tenth of a second that `check` never needs

    return str(Path(botocore.__file__).parent / "data")


def dropped() -> str:
    """Return where the models lie that botocore has dropped, of APIs that have a contract."""
    return str(Path(__file__).parent.parent / "models")


def searched() -> list[str]:
    """Return the folders whose models are read, in their order: botocore's own, then ours."""
    return [folder(), dropped()]


def loader(kind: Any = None) -> Any:
    """Return a new botocore loader that reads `searched()` and searches nothing else.

    kind: its class, botocore's own if left out.

    Neither AWS_DATA_PATH, `data_path` of a profile nor ~/.aws/models: what stands there may say
    that a read is a DELETE, or lead a signed request to another host. Each caller has a loader of
    its own, because clients of S3 change the models that they were given.
    """
    import botocore.loaders  # noqa: PLC0415 - as above

    made = kind or botocore.loaders.Loader
    found = made(extra_search_paths=searched(), include_default_search_paths=False)
    found.file_loader = model_files.BotocoreFiles()
    return found


def form(found: OperationModel) -> tuple[str, str, str, str]:
    """Return what of an operation's model decides which call a server takes it for.

    Its method and path, what its host begins with, and the target that its requests name.
    """
    service = found.service_model
    return (
        str(found.http.get("method", "POST")),
        str(found.http.get("requestUri", "/")),
        str((found.endpoint or {}).get("hostPrefix", "")),
        str(service.metadata.get("targetPrefix", "")),
    )


def places(profile: str | None = None) -> tuple[Path, ...]:
    """Return the folders beside its own that botocore would search, in its order.

    profile: whose `data_path` counts; where there is no such profile, AWS_DATA_PATH alone.
    """
    import botocore.session  # noqa: PLC0415 - as above
    from botocore.exceptions import BotoCoreError  # noqa: PLC0415 - as above

    try:
        session = botocore.session.Session(profile=profile)
        given = str(session.get_config_variable("data_path") or "")
    except BotoCoreError:  # the run says what is wrong with it
        given = os.environ.get("AWS_DATA_PATH", "")
    named = [os.path.expanduser(os.path.expandvars(part)) for part in given.split(os.pathsep)]  # noqa: PTH111 - Path's raises for ~nobody
    return tuple(Path(part) for part in [*filter(None, named), os.path.expanduser("~/.aws/models")])  # noqa: PTH111 - as above


def others(operations: Iterable[str], searched: Iterable[Path]) -> list[str]:
    """Return a line for each file that says something else of an operation than botocore does.

    operations: as `service:Operation`. searched: folders, as `places` returns them. Waiters,
    paginators and examples change no call, and an identical model is no news: neither is told.
    """
    wanted: dict[str, list[str]] = {}
    for operation in operations:
        service, name = Operation(operation).parts
        wanted.setdefault(service, []).append(name)
    told: list[str] = []
    for place in searched:
        for service in sorted(wanted):
            for file in _files(place / service, "service-2"):
                told += _of_model(file, service, wanted[service])
            for kind, said in _WHOLE.items():
                for file in _files(place / service, kind):
                    told += _of_whole(file, service, said, _same(file, kind))
        for name in _OF_HOSTS:
            own = next(_named(Path(folder()), name), None)
            for file in _named(place, name):
                told += _of_whole(file, "any service", "says something else of hosts", own)
    return told


def _same(path: Path, kind: str) -> Path | None:
    """Return botocore's own file of the same service, version and kind, where there is one."""
    version = path.parent
    return next(_named(Path(folder()) / version.parent.name / version.name, kind), None)


def _files(service: Path, kind: str) -> Iterator[Path]:
    """Yield the files of a kind in the folders of a service's versions, whichever they are."""
    try:
        versions = sorted(service.iterdir())
    except OSError:
        return
    for version in versions:
        yield from _named(version, kind)


def _named(place: Path, kind: str) -> Iterator[Path]:
    for ending in model_files.ENDINGS:
        path = place / f"{kind}{ending}"
        if path.is_file():
            yield path


def _of_model(path: Path, service: str, names: Iterable[str]) -> Iterator[str]:
    try:
        data = model_files.read(path)
        if (own := _same(path, "service-2")) is not None and data == model_files.read(own):
            return
        for name in names:
            if said := _otherwise(data, service, name):
                yield _line(f"{service}:{name}", path, said)
    except model_files.BROKEN as error:
        yield _line(service, path, f"cannot be read ({brief(error, 80)})")


def _otherwise(data: Any, service: str, name: str) -> str:
    """Return what a model says of an operation that botocore's own does not, or nothing."""
    ours = _facts(_own(service), name)
    try:
        theirs = _facts(data, name)
    except (KeyError, TypeError, AttributeError):
        return "says nothing of it, or nothing that can be read"
    if theirs == ours:
        return ""
    if theirs["http"] != ours["http"]:
        return f"says {' '.join(_said(value) for value in theirs['http'].values())}"
    differing = sorted(key for key in ours if theirs[key] != ours[key])
    return f"says something else of its {', '.join(differing)}"


def _said(value: Any) -> str:
    return printable(cut(value, 80)) if isinstance(value, str) else brief(value)


@lru_cache(maxsize=1)
def _own(service: str) -> Any:
    """Return the document of botocore's own model of a service, as its newest file has it."""
    *_, newest = _files(Path(folder()) / service, "service-2")
    return model_files.read(newest)


def _facts(data: Any, name: str) -> dict[str, Any]:
    """Return what of a model decides what is sent, and where; documentation does not."""
    operation, meta = data["operations"][name], data["metadata"]
    http = operation["http"]
    named = operation.get("input", {}).get("shape")
    return {
        "http": {"method": http.get("method"), "requestUri": http.get("requestUri")},
        "endpoint": operation.get("endpoint"),
        "auth": (operation.get("auth"), operation.get("authtype")),
        "metadata": {key: meta.get(key) for key in _META},
        "input": closure(data["shapes"], named) if named else None,
    }


_META = (
    *("protocol", "protocols", "targetPrefix", "apiVersion", "jsonVersion", "endpointPrefix"),
    *("signingName", "signatureVersion", "auth"),
)


def closure(shapes: Mapping[str, Any], first: str) -> dict[str, Any]:
    """Return the shapes that one is made of, itself too, by name, without their documentation."""
    found: dict[str, Any] = {}
    left = [first]
    while left:
        name = left.pop()
        if name in found:
            continue
        shape = found[name] = _bare(shapes[name])
        beside = [shape.get(key) for key in ("member", "key", "value")]
        held = [*beside, *shape.get("members", {}).values()]
        left += [one["shape"] for one in held if one]
    return found


def _bare(shape: Mapping[str, Any]) -> dict[str, Any]:
    bare = {key: value for key, value in shape.items() if key != "documentation"}
    if "members" in bare:
        bare["members"] = {name: _bare(member) for name, member in bare["members"].items()}
    for key in bare.keys() & {"member", "key", "value"}:
        bare[key] = _bare(bare[key])
    return bare


def _of_whole(path: Path, about: str, said: str, own: Path | None) -> list[str]:
    """Return a line for a file that is not the same as botocore's own, as a whole."""
    try:
        if own is not None and model_files.read(path) == model_files.read(own):
            return []
    except model_files.BROKEN as error:
        said = f"cannot be read ({brief(error, 80)})"
    return [_line(about, path, said)]


def _line(what: str, path: Path, said: str) -> str:
    return f"{what}: {printable(cut(str(path), 200))} {said}; it is not used"
