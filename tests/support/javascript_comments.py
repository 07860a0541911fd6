"""The comments of the AWS SDK for JavaScript's commands, held against botocore's models.

The clients are those of npm, each of one version with its hash, in `javascript_comments.json`;
that file has what they and the pinned botocore say differently, by data type, and how much a
comment cannot tell. `python -m support.javascript_comments` (in tests/) writes it again.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from pathlib import Path, PurePosixPath

import botocore.session

from aws_job_conformance.authoring.pages.reading import read as read_page
from support.places import TESTS
from support.read_against_model import kind_of

DATA = TESTS / "support" / "javascript_comments.json"
ABSENT, PRESENT = "not there", "there"


def known():
    return json.loads(DATA.read_text(encoding="utf-8"))


class NoRegistryError(Exception):
    """Why a client cannot be had."""


def pack(clients, folder):
    """Have npm pack these clients into a folder: one process of npm for all of them."""
    npm = shutil.which("npm")
    if npm is None:
        raise NoRegistryError("npm is not here")
    packed = subprocess.run(
        [
            *(npm, "pack", "--silent"),
            *(f"@aws-sdk/client-{service}@{said['version']}" for service, said in clients.items()),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if packed.returncode:
        raise NoRegistryError(f"the npm registry cannot be reached: {packed.stderr[-200:]}")


def fetched(service, said, folder):
    """Return the comments of a packed client: {operation: text of its declaration}."""
    archive = folder / f"aws-sdk-client-{service}-{said['version']}.tgz"
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    assert said["integrity"] in ("", f"sha512-{digest}"), f"{archive.name} is another than it was"
    said["integrity"] = f"sha512-{digest}"
    with tarfile.open(archive) as opened:
        return {
            path.name.removesuffix("Command.d.ts"): opened.extractfile(member).read().decode()
            for member in sorted(opened, key=lambda one: one.name)
            if (path := PurePosixPath(member.name)).match("dist-types/commands/*Command.d.ts")
        }


def compared(session, service, commands):
    """Return what differs, a line each, how much stayed open by what, and how much was read."""
    loaded = session.get_service_model(service)
    lines, opened, read, errors = [], Counter(), Counter(), Counter()
    for name in sorted({*loaded.operation_names, *commands}):
        if name not in commands or name not in loaded.operation_names:
            sides = (PRESENT, ABSENT) if name in commands else (ABSENT, PRESENT)
            lines.append([name, "operation", *sides])
            continue
        page = read_page(commands[name])
        model = loaded.operation_model(name)
        read["commands"] += page.layout == "javascript" and page.operation == name
        modelled = {one.name for one in model.error_shapes}
        thrown = page.exceptions or set()
        errors.update((one, *_sides(one in thrown)) for one in thrown ^ modelled)
        found = []
        if model.output_shape is None:
            found += [(name, "members", PRESENT, ABSENT)] * bool(page.response.members)
        else:
            found += _of(page.response, model.output_shape, (), read)
        for place, what, comment, modelled in found:
            if what.startswith("open: "):
                opened[what.removeprefix("open: ")] += 1
            else:
                lines.append([place, what, comment, modelled])
    for (one, *sides), count in errors.items():
        lines.append([f"{one} of {count} operations", "error", *sides])
    return sorted(map(list, set(map(tuple, lines)))), dict(sorted(opened.items())), dict(read)


def _sides(is_in_comment):
    return (PRESENT, ABSENT) if is_in_comment else (ABSENT, PRESENT)


def _of(shape, model, around, read):
    """Yield (place, what, comment, model); a place is a data type, or a member of one."""
    kind = kind_of(model)
    if shape.kind == "recursive":
        yield model.name, "open: recursion" if model.name in around else "type", "recursive", kind
        return
    read["values"] += 1
    if shape.kind != kind:
        yield model.name, "type", shape.kind, kind
        return
    below = (*around, model.name)
    if kind == "list":
        yield from _of(shape.member, model.member, below, read)
    elif kind == "map":
        # All that a comment says of keys is "<keys>".
        if model.key.enum:
            yield model.key.name, "open: values of keys", "<keys>", ""
        yield from _of(shape.member, model.value, below, read)
    elif kind == "string" and set(shape.enum) != set(model.enum):
        # Where the SDK's model names no constants, the comment of an enum is STRING_VALUE.
        if not shape.enum:
            yield model.name, "open: values", "STRING_VALUE", ""
            return
        only = " ".join(sorted(set(shape.enum) - set(model.enum)))
        yield model.name, "values", only, " ".join(sorted(set(model.enum) - set(shape.enum)))
    elif kind == "structure":
        yield from _of_members(shape, model, below, read)


def _of_members(shape, model, below, read):
    read["members"] += len(shape.members)
    if shape.union != bool(getattr(model, "is_tagged_union", False)):
        yield model.name, "union", *_sides(shape.union)
    for name in dict.fromkeys((*shape.members, *model.members)):
        if name in shape.members and name in model.members:
            yield from _of(shape.members[name], model.members[name], below, read)
        else:
            yield f"{model.name}.{name}", "member", *_sides(name in shape.members)


def main():
    """Write what the clients of the versions in the file say, or of those named: `glue@3.1.0`."""
    said = known()
    for one in sys.argv[1:]:
        service, _, version = one.partition("@")
        said["clients"][service] = {"version": version, "integrity": ""}
    session = botocore.session.Session()
    for service, client in said["clients"].items():
        with tempfile.TemporaryDirectory() as folder:
            pack({service: client}, folder)
            commands = fetched(service, client, Path(folder))
        client["differences"], client["open"], client["read"] = compared(session, service, commands)
    text = re.sub(
        r"\[\s+(\"[^][]*\")\s+\]", _on_one_line, json.dumps(said, indent=1, sort_keys=True)
    )
    DATA.write_text(text + "\n", encoding="utf-8")


def _on_one_line(found):
    return "[" + re.sub(r",\s+", ", ", found[1]) + "]"


if __name__ == "__main__":
    main()
