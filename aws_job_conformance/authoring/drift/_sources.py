"""Where the service models of a botocore are: installed, in a folder, in a wheel, on an index."""

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from aws_job_conformance.core.errors import InputError
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.core.text import cut, printable
from aws_job_conformance.protocol import model_bounds, model_files

_SAID = 100_000
_FILE = re.compile(
    r"(?:.*/)?(?P<service>[^/]+)/(?P<version>[^/]+)/service-2(?P<extras>[.]sdk-extras)?[.]json([.]gz)?"
)
_RELEASE = re.compile(r"""^__version__[ \t]*=[ \t]*['"]([^'"\n]+)""", re.MULTILINE)
_DIST_INFO = re.compile(r"botocore-([^/]+)[.]dist-info/.*")
_OTHERS = re.compile(r"\(from versions: ([^)]*)\)")
_BY_HAND = "or give a wheel or a folder in its place"
_VERSION = re.compile(r"[0-9]+(?:[.][0-9]+)+(?:(?:a|b|rc)[0-9]+)?")


@dataclass(frozen=True)
class Models:
    """The service models of one botocore.

    label: its version, or the name it was given by. files: for each service the names of its model
    and of what is merged into it. bytes_of: reads one.
    """

    label: str
    files: Mapping[str, tuple[str, ...]]
    bytes_of: Callable[[str], bytes]

    def service(self, name: str) -> Mapping[str, Any] | None:
        """Return the model of a service, None where there is none.

        Raises InputError for a file that is no service model.
        """
        if name not in self.files:
            return None
        model, *extras = (self._read(file) for file in self.files[name])
        if extras:
            from botocore.utils import deep_merge  # noqa: PLC0415 - as above

            for extra in extras:
                more = extra.get("merge", {})
                deep_merge(model, more if isinstance(more, dict) else {})
        model_bounds.must_be_model(model, f"{cut(self.label)}: {cut(self.files[name][0], 200)}")
        return model

    def _read(self, name: str) -> dict[str, Any]:
        where = printable(f"{cut(self.label)}: {cut(name, 200)}")
        try:
            read = model_files.document(self.bytes_of(name), name)
        except (*model_files.BROKEN, RuntimeError, zipfile.BadZipFile) as error:
            said = printable(cut(str(error)))
            raise InputError(f"{where} cannot be read: {said}. Take another copy of it") from None
        if not isinstance(read, dict):
            raise InputError(f"{where} is no service model")
        return read


def installed() -> Models:
    """Return the models of the installed botocore; nothing of AWS_DATA_PATH is in them."""
    import botocore  # noqa: PLC0415 - a tenth of a second that `check` never needs

    return _folder(Path(botocore.__file__).parent, botocore.__version__)


def opened(text: str, scratch: Path, tell: Callable[[str], None] = lambda _: None) -> Models:
    """Return the models of a botocore by its version, or in a wheel or a folder.

    text: a version that is not installed is fetched by pip into `scratch`; a path may be a wheel,
    the package, the folder it is installed in, or its data alone. tell: is told what takes a while.
    Raises InputError for what is none of these.
    """
    path = Path(text)
    if path.is_dir():
        return _folder(path)
    if path.is_file():
        return _wheel(path)
    if not _VERSION.fullmatch(text):
        raise InputError(
            f"{text!r} is neither a version of botocore nor a wheel or folder that is there."
            " Name one as in 1.43.11 or build/botocore-1.43.11-py3-none-any.whl"
        )
    own = installed()
    if text == own.label:
        return own
    tell(f"fetching botocore {text}")
    return _wheel(_fetched(text, scratch))


def _folder(path: Path, label: str = "") -> Models:
    for place in (path / "botocore" / "data", path / "data", path):
        found = [file.relative_to(place).as_posix() for file in place.glob("*/*/service-2*.json*")]
        if files := _indexed(found):
            return Models(label or _release(place, path), files, partial(_bytes, place))
    raise InputError(f"no service models in {path}: there is no */*/service-2.json below it")


def _bytes(place: Path, name: str) -> bytes:
    return model_files.content(place / name)


def _held(path: Path, name: str) -> bytes:
    """Return a file of a wheel, unpacked only when it is asked for."""
    with zipfile.ZipFile(path) as wheel, wheel.open(name) as file:
        return file.read(model_files.LARGEST + 1)


def _release(place: Path, path: Path) -> str:
    package = place.parent / "__init__.py"
    if not package.is_file():
        return str(path)
    with package.open(encoding="utf-8", errors="replace") as file:
        said = _RELEASE.search(file.read(_SAID))
    return cut(said[1]) if said else str(path)


def _wheel(path: Path) -> Models:
    try:
        with zipfile.ZipFile(path) as wheel:
            names = wheel.namelist()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, ValueError, OSError) as error:
        raise InputError(f"{path} is no wheel: {printable(cut(str(error)))}") from None
    if not (files := _indexed(name for name in names if name.startswith("botocore/data/"))):
        raise InputError(f"{path} is no wheel of botocore: it holds no botocore/data")
    info = next((found for name in names if (found := _DIST_INFO.fullmatch(name))), None)
    return Models(info[1] if info else path.name, files, partial(_held, path))


def _indexed(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return for each service the model of its latest version, then its extras."""
    found: dict[str, dict[str, dict[bool, str]]] = {}
    for name in sorted(names):
        if part := _FILE.fullmatch(name):
            version = found.setdefault(part["service"], {}).setdefault(part["version"], {})
            version.setdefault(bool(part["extras"]), name)
    out = {}
    for service, versions in sorted(found.items()):
        if whole := [kinds for _, kinds in sorted(versions.items()) if False in kinds]:
            out[service] = tuple(name for _, name in sorted(whole[-1].items()))
    return out


def _fetched(version: str, folder: Path) -> Path:
    """Return the wheel of a version of botocore, fetched into a folder.

    Raises InputError where pip is not there, knows no such version, or reaches nobody.
    """
    command = [sys.executable, "-m", "pip", "download", f"botocore=={version}", "--no-deps"]
    # Wheels only, as pip would run the code of anything else; what Python it asks for is no matter.
    command += ["--only-binary", ":all:", "--ignore-requires-python", "--dest", str(folder)]
    command += ["--no-input", "--disable-pip-version-check", "--retries", "1"]
    command += ["--progress-bar", "off"]
    # What pins botocore for the user's own work, in PIP_CONSTRAINT or pip.conf, is not meant here.
    free = {**os.environ, "PIP_CONSTRAINT": os.devnull}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=free)  # noqa: S603 - pip
    found = sorted(folder.glob(f"botocore-{version}-*.whl"))
    if done.returncode == 0 and found:
        return found[0]
    raise InputError(f"cannot fetch botocore {version}: {_reason(version, done.stderr)}")


def _reason(version: str, said: str) -> str:
    if "No module named pip" in said:
        return f"there is no pip in this environment. Install it, {_BY_HAND}"
    if (others := _OTHERS.search(said)) is None or others[1] == "none":
        lines = [line for line in said.splitlines() if line.startswith("ERROR")]
        last = lines[-1].removeprefix("ERROR: ") if lines and others is None else ""
        return f"{last or 'no index answers pip'}. Look at your network, {_BY_HAND}"
    hint = nearest(version, others[1].split(", "))
    return f"pip knows no such version.{hint} `pip index versions botocore` prints them all"
