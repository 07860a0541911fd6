"""What `clients --list` and `--build` say of the SDKs under test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from aws_job_conformance.cli._progress import progress
from aws_job_conformance.cli._terminal import print_json, print_table, say
from aws_job_conformance.clients import known_clients, sdks
from aws_job_conformance.clients.sdk_builds import SdkBuild


@dataclass(frozen=True, slots=True)
class SdkRow:
    """An SDK under test. version: of what is built or installed, None where nothing is.

    not_run: why it cannot be asked here, None where it can.
    """

    name: str
    language: str
    version: str | None
    not_run: str | None


def rows() -> Iterator[SdkRow]:
    """Yield the SDKs under test, those of every installation first."""
    for known in known_clients.known():
        why_not = known.why_not()
        version = None
        if why_not is None:
            client = known.open()
            version = client.version
            client.close()
        language = "javascript" if known.name.startswith("aws-sdk-js") else "python"
        yield SdkRow(known.name, language, version, why_not)
    for sdk in sdks.registered():
        build = SdkBuild(sdk)
        stamp = build.stamp()
        version = None if stamp is None else str(stamp["version"])
        yield SdkRow(sdk.name, sdk.language, version, build.why_not())


def print_list(form: str) -> None:
    """Print the SDKs, what each is, and what a missing one needs; form: `json`, or for people."""
    with progress("asking the clients for their versions"):
        found = list(rows())
    if form == "json":
        print_json([asdict(row) for row in found])
        return
    states = [f"not run: {row.not_run}" if row.not_run else "ready" for row in found]
    named = [(row.name, row.language, row.version or "-") for row in found]
    told = ((*row, state) for row, state in zip(named, states, strict=True))
    print_table(("client", "language", "version", ""), told)


def build_all() -> None:
    """Build each SDK whose toolchain is here, where that is due, and say of each what became of it.

    Raises InputError where a build fails.
    """
    for sdk in sdks.registered():
        if (needed := sdk.why_not()) is not None:
            say(f"{sdk.name}: not built: {needed}")
            continue
        build = SdkBuild(sdk)
        with progress(f"building {sdk.name}"):
            made = build.make()
        stamp = build.stamp() or {}
        told = f"built in {stamp.get('seconds')} s" if made else "built before"
        say(f"{sdk.name} {stamp.get('version')}: {told}")
