"""Write the table by which the Rust client names what the SDK returns: Rust has no reflection.

From `tests/`: `python -m support.rust_table` writes `clients/rust/src/table.rs` and a file for each
service beside it, from botocore's models (the names of the API) and the source of the crates that
Cargo.lock pins (their fields, their types). It says what only one of the two knows of.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

from aws_job_conformance.clients import sdks
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.shipped import names
from aws_job_conformance.protocol import model

FOLDER = sdks.FOLDER / "rust"
HEAD = "// Written by `python -m support.rust_table` in tests/; do not edit.\n"
ANY = "000000000000"
FIELD = re.compile(r"^    pub (?:r#)?(\w+): (.+?),$", re.MULTILINE | re.DOTALL)
VARIANT = re.compile(r"^    (\w+)\((.+?)\),$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"crate::types::(\w+)")


def crates(folder=FOLDER):
    """Return the folders of the crates of services, by their names without `aws-sdk-`."""
    asked = ["cargo", "metadata", "--format-version", "1", "--locked"]
    done = subprocess.run(asked, cwd=folder, capture_output=True, text=True, check=True)
    found = {
        p["name"]: Path(p["manifest_path"]).parent for p in json.loads(done.stdout)["packages"]
    }
    return {n.removeprefix("aws-sdk-"): at for n, at in found.items() if n.startswith("aws-sdk-")}


class Service:
    """One crate: the lines of its table, and what it and botocore do not both know of."""

    def __init__(self, crate, folder, operations):
        self.crate, self.folder, self.operations = crate, folder, operations
        self.sdk = f"aws_sdk_{crate}"
        self.news, self.lines, self.done = [], [], set()
        types = sorted((folder / "src" / "types").glob("_*.rs"))
        texts = [path.read_text() for path in types]
        declared = re.compile(r"^pub (?:struct|enum) (\w+) \{", re.MULTILINE)
        self.types = {name: text for text in texts for name in declared.findall(text)}

    @property
    def speaks_cbor(self):
        return (self.folder / "src" / "cbor_errors.rs").exists()

    def text(self):
        calls = [self._call(operation) for operation in self.operations]
        used = [name for name in ("structure", "text", "union") if f"{name}!(" in str(self.lines)]
        macros = f"{{{', '.join(used)}}}" if len(used) > 1 else used[0]
        uses = ["crate::answers::Answers", "crate::calls::{Outcome, client, outcome}"]
        uses += [f"crate::told::{macros}", *([f"{self.sdk}::types"] if self.done else [])]
        lines = [HEAD, *(f"use {use};" for use in sorted(uses)), ""]
        lines += ["pub async fn call(name: &str, answers: &Answers) -> Option<Outcome> {"]
        lines += [f"    let client = client!({self.sdk}, answers);", "    Some(match name {"]
        lines += [*calls, "        _ => return None,", "    })", "}", ""]
        return "\n".join([*lines, *self.lines, ""])

    def _call(self, operation):
        described = model.operation_model(operation)
        name = Operation(operation).name
        (path,) = [
            path
            for path in (self.folder / "src" / "operation").glob("*/_*_output.rs")
            if _plain(path.stem) == _plain(f"{name}Output")
        ]
        text = path.read_text()
        (output,) = re.findall(r"^pub struct (\w+Output) \{", text, re.MULTILINE)
        function = path.parent.name
        self._structure(
            f"{self.sdk}::operation::{function}::{output}", text, described.output_shape
        )
        needed = described.input_shape.required_members if described.input_shape else ()
        setters = "".join(f'.{self._setter(function, member)}("{ANY}")' for member in needed)
        return f'        "{name}" => outcome(client.{function}(){setters}.send().await),'

    def _setter(self, function, member):
        path = self.folder / "src" / "operation" / function / "builders.rs"
        setters = re.findall(
            r"^    pub fn (\w+)\(mut self, input: ", path.read_text(), re.MULTILINE
        )
        return next(name for name in setters if _plain(name) == _plain(member))

    def _structure(self, rust, text, shape):
        named = rust.rpartition("::")[2]
        self._members("structure", rust, FIELD.findall(_body("struct", named, text)), shape)

    def _members(self, macro, rust, fields, shape):
        members = {_plain(name): name for name in shape.members}
        told = []
        for field, type_ in fields:
            name = members.pop(_plain(field), None)
            if name is None:
                self.news.append(f"{rust}.{field}: not in botocore's {shape.name}")
                continue
            told.append(f'{_identifier(field)}: "{name}"')
            self._below(type_, shape.members[name])
        self.news += [f"{shape.name}.{name}: not in {rust}" for name in members.values()]
        self.lines.append(f"{macro}!({', '.join([rust, *told])});")

    def _below(self, type_, shape):
        found = NAMED.findall(type_)
        while shape.type_name in ("list", "map"):
            shape = shape.member if shape.type_name == "list" else shape.value
        for name in found:
            if name in self.done:
                continue
            self.done.add(name)
            text, rust = self.types[name], f"types::{name}"
            if "pub fn as_str(&self)" in text:
                self.lines.append(f"text!({rust});")
            elif f"pub struct {name} " in text:
                self._structure(rust, text, shape)
            else:
                self._members("union", rust, VARIANT.findall(_body("enum", name, text)), shape)


def _body(kind, name, text):
    return re.search(rf"^pub {kind} {name} \{{(.*?)^\}}", text, re.MULTILINE | re.DOTALL)[1]


def _plain(name):
    return name.replace("_", "").lower()


def _identifier(field):
    return f"r#{field}" if field in ("type", "match", "ref", "in", "use") else field


def files():
    """Return each file of the table by its path in `src`, and what the two differ in."""
    found, by_crate = crates(), {}
    for operation in names():
        by_crate.setdefault(Operation(operation).service.replace("-", ""), []).append(operation)
    services = [Service(crate, found[crate], by_crate[crate]) for crate in sorted(found)]
    written = {f"table/{service.crate}.rs": service.text() for service in services}
    return {"table.rs": _root(services), **written}, [n for s in services for n in s.news]


def _root(services):
    operations = [operation for service in services for operation in service.operations]
    speak = [Operation(s.operations[0]).service for s in services if s.speaks_cbor]
    lines = [HEAD, "use crate::answers::Answers;", "use crate::calls::Outcome;", ""]
    lines += [f"mod {service.crate};" for service in services]
    lines += ["", f"pub const OPERATIONS: [&str; {len(operations)}] = ["]
    lines += [f'    "{operation}",' for operation in operations]
    lines += ["];", f"pub const SPEAK_CBOR: [&str; {len(speak)}] = {json.dumps(speak)};"]
    lines += [f"pub const VERSIONS: [&str; {len(services)}] = ["]
    lines += [f"    {service.sdk}::meta::PKG_VERSION," for service in services]
    lines += ["];", ""]
    lines += [
        "pub async fn call(service: &str, name: &str, answers: &Answers) -> Option<Outcome> {"
    ]
    lines += ["    match service {"]
    for service in services:
        named = Operation(service.operations[0]).service
        lines.append(f'        "{named}" => {service.crate}::call(name, answers).await,')
    return "\n".join([*lines, "        _ => None,", "    }", "}", ""])


def main():
    written, news = files()
    for name, text in written.items():
        (FOLDER / "src" / name).write_text(text, encoding="utf-8")
    print(*news, sep="\n", file=sys.stderr)  # noqa: T201 - a command's own words


if __name__ == "__main__":
    main()
