"""The service models of the installed botocore as plain data: all of them in about a second."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.text import cut, printable
from aws_job_conformance.protocol import model_bounds, package_models

Data = Mapping[str, Any]


class _Files:
    """How botocore's loader reads a file, several times as fast as its own way."""

    def exists(self, file_path: str) -> bool:
        return any(path.is_file() for path in _places(file_path))

    def load_file(self, file_path: str) -> Any:
        for path in _places(file_path):
            if path.is_file():
                data = path.read_bytes()
                return orjson.loads(gzip.decompress(data) if path.suffix == ".gz" else data)
        return None


def _places(file_path: str) -> tuple[Path, Path]:
    return Path(f"{file_path}.json"), Path(f"{file_path}.json.gz")


@lru_cache(maxsize=1)
def _kind() -> Any:
    """Return botocore's loader as a class that lists the services once, however many it reads."""
    import botocore.loaders  # noqa: PLC0415 - a tenth of a second that `check` never needs

    class Loader(botocore.loaders.Loader):  # type: ignore[misc]
        def list_available_services(self, type_name: str) -> Any:
            return services(type_name)

    return Loader


def _loader() -> Any:
    # A loader keeps what it read, and all models together take half a gigabyte: so each is new.
    loader = _kind()(
        extra_search_paths=[package_models.folder()], include_default_search_paths=False
    )
    loader.file_loader = _Files()
    return loader


@lru_cache(maxsize=8)
def services(kind: str = "service-2") -> tuple[str, ...]:
    """Return the names of botocore's own services, sorted; kind: of file they must have."""
    return tuple(sorted(package_models.loader().list_available_services(kind)))


def service(name: str) -> Data:
    """Return the model of a service; its extras are merged in, as botocore does it.

    Nothing of it is kept. Raises KeyError where there is no such service, InputError where a file
    of somebody else is no model of it.
    """
    if name not in services():
        raise KeyError(name)
    loader = _loader()
    try:
        found: Data = loader.load_service_model(name, "service-2")
    except (ValueError, OSError, EOFError, RecursionError, zlib.error) as error:
        said = printable(cut(str(error)))
        raise InputError(f"the model of {name} cannot be read: {said}") from None
    # Botocore's own are what our tests look at; what stands beside them anybody may have written.
    own = loader.BUILTIN_DATA_PATH
    if any(Path(place).is_dir() for place in loader.search_paths if place != own):
        model_bounds.must_be_model(found, f"the model of {name}")
    return found


def protocol(model: Data) -> str:
    """Return the protocol that botocore speaks with a service, of those it lists."""
    from botocore.utils import PRIORITY_ORDERED_SUPPORTED_PROTOCOLS as ORDER  # noqa: PLC0415

    meta = model["metadata"]
    listed_ = meta.get("protocols") or [meta["protocol"]]
    return next((name for name in ORDER if name in listed_), str(meta.get("protocol", listed_[0])))


@lru_cache(maxsize=4)
def kept(name: str) -> Data:
    """Return the model of a service, as `service` does, and keep it for the next question."""
    return service(name)


@lru_cache(maxsize=64)
def waiters(name: str) -> Data:
    """Return the waiters of a service by their names; none where botocore ships none."""
    if name not in services("waiters-2"):
        return {}
    found: Data = _loader().load_service_model(name, "waiters-2")["waiters"]
    return found
