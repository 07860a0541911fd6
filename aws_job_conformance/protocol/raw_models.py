"""The service models of the installed botocore as plain data: all of them in about a second."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.text import cut, printable
from aws_job_conformance.protocol import model_bounds, model_files, package_models

Data = Mapping[str, Any]

_DIGITS = 16


@lru_cache(maxsize=1)
def _kind() -> Any:
    """Return botocore's loader as a class that lists the services once, however many it reads."""
    import botocore.loaders  # noqa: PLC0415 - a tenth of a second that `check` never needs

    class Loader(botocore.loaders.Loader):  # type: ignore[misc]
        def list_available_services(self, type_name: str) -> Any:
            return _known(type_name)

    return Loader


def _loader() -> Any:
    # A loader keeps what it read, and all models together take half a gigabyte: so each is new.
    return package_models.loader(_kind())


@lru_cache(maxsize=8)
def services(kind: str = "service-2") -> tuple[str, ...]:
    """Return the names of botocore's own services, sorted; kind: of file they must have."""
    own = Path(package_models.folder())
    return tuple(name for name in _known(kind) if (own / name).is_dir())


@lru_cache(maxsize=8)
def _known(kind: str) -> tuple[str, ...]:
    """Return the names of botocore's services, and of those that it has dropped."""
    return tuple(sorted(package_models.loader().list_available_services(kind)))


def service(name: str) -> Data:
    """Return the model of a service; its extras are merged in, as botocore does it.

    Nothing of it is kept. Raises KeyError where there is no such service, InputError where a file
    of somebody else is no model of it.
    """
    if name not in _known("service-2"):
        raise KeyError(name)
    loader = _loader()
    try:
        found: Data = loader.load_service_model(name, "service-2")
    except model_files.BROKEN as error:
        said = printable(cut(str(error)))
        raise InputError(f"the model of {name} cannot be read: {said}") from None
    # Botocore's own are what our tests look at; what stands beside them anybody may have written.
    own = (loader.BUILTIN_DATA_PATH, package_models.dropped())
    if any(Path(place).is_dir() for place in loader.search_paths if place not in own):
        model_bounds.must_be_model(found, f"the model of {name}")
    return found


def digest(name: str) -> str:
    """Return what tells the files of a service's model from any others, without reading them.

    Where two of them are alike, so is all that was ever read of them.
    """
    found = hashlib.sha256()
    for place in package_models.searched():
        for path in sorted(Path(place, name).glob("*/service-2.*")):
            found.update(f"{path.parent.name}/{path.name}\n".encode() + path.read_bytes())
    return found.hexdigest()[:_DIGITS]


def has(name: str) -> bool:
    """Return whether there is a model of a service, botocore's or one that it has dropped."""
    return name in _known("service-2")


def protocol(model: Data) -> str:
    """Return the protocol that botocore speaks with a service, of those it lists."""
    from botocore.utils import PRIORITY_ORDERED_SUPPORTED_PROTOCOLS as ORDER  # noqa: PLC0415

    meta = model["metadata"]
    listed_ = meta.get("protocols") or [meta["protocol"]]
    return next((name for name in ORDER if name in listed_), str(meta.get("protocol", listed_[0])))


kept = lru_cache(maxsize=4)(service)
"""Returns the model of a service, as `service` does, and keeps it for the next question."""


@lru_cache(maxsize=64)
def waiters(name: str) -> Data:
    """Return the waiters of a service by their names; none where botocore ships none."""
    if name not in _known("waiters-2"):
        return {}
    return dict(_loader().load_service_model(name, "waiters-2")["waiters"])
