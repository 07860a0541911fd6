"""Extracts of real pages: prose replaced by filler of its length, all else as it stands.

What stays: headings, names, labels with what they say, code, links, tags, line breaks, marks and
words in capitals. `write` keeps one only if the reader makes the same of both.
"""

from __future__ import annotations

import hashlib
import json
import re

from aws_job_conformance.authoring.pages import labels
from aws_job_conformance.authoring.pages.outline import outline
from aws_job_conformance.authoring.pages.reading import read as read_page
from support.places import TESTS

FOLDER = TESTS / "pages"
INDEX = FOLDER / "index.json"
KEPT = re.compile(
    r"`[^`\n]*`|<[^<>\n]*>|\]\([^()\s]*\)|\bin (?:XML|JSON) format\b|\b[A-Z][A-Z0-9_]+\b|\\.|@\w+"
    r"|Response structure|\{@link \w+\}|\(client fault\)|\(server fault\)"
)
WORD = re.compile(r"[A-Za-z]{2,}")
LINE = re.compile(
    r"#|\s*(?:# +resp\b|\*\*|\|\s*-|!\[|\* //|(?:\* )?(?:const|import|await|@throws|```)|resp[.\[]"
    r"|Possible values)"
    r"|.*\b(?:is a Union|is a UNION|member\.N|requestId)\b"
)


TEXT = re.compile(  # what is no prose in text that was copied from a page of a class
    r"\S+$|.*(?:Public (?:Property|Method)|public class|type exposes|Namespace:|Class: Aws|⇒)"
    r"|.*(?:\bpub (?:struct )?\w+|\w: Option<|Struct aws_sdk|/AWS1/|GET_|\| (?:System|Amazon)\.)"
    r"|\w+ - A|# File|Fields \("
)


BLOCK = re.compile(r'(<div class="block">)(.*?)(</div>)', re.DOTALL)


def extract(text):
    """Return a page with its prose replaced; of HTML, what Javadoc has in blocks."""
    if text.lstrip().startswith("<!DOCTYPE"):
        return BLOCK.sub(lambda found: found[1] + filled(found[2]) + found[3], text)
    out, fence = [], False
    is_copied = outline(text).form == "text" or "⇒" in text
    for line in text.split("\n"):
        if is_copied and TEXT.match(line):
            out.append(line)
            continue
        if line.lstrip(" *").startswith("```"):
            fence = not fence
            out.append(line)
        elif fence or LINE.match(line) or starts_with_label(line):
            out.append(line)
        else:
            out.append(filled(line))
    return "\n".join(out)


def starts_with_label(line):
    found = labels.label_pattern().search(line)
    return found is not None and not line[: found.start()].strip(" \t-+*`")


def filled(line):
    parts, at = [], 0
    for kept in KEPT.finditer(line):
        parts += [filler(line[at : kept.start()]), kept[0]]
        at = kept.end()
    return "".join([*parts, filler(line[at:])])


def filler(prose):
    return WORD.sub(lambda word: "x" * len(word[0]), prose)


def facts(page):
    """Return what two readings must have in common: all but the title."""
    return (
        page.layout,
        page.operation,
        page.data_type,
        page.service,
        page.response,
        page.exceptions,
        dict(page.statuses),
        dict(page.headers),
        page.xml,
        page.notes,
    )


def write(name, text, *, address, operation, role, of=None):
    """Write an extract with its evidence; returns why not, where the reader tells them apart."""
    short = extract(text)
    try:
        original = read_page(text, of)
        if facts(original) != facts(read_page(short, of)):
            return f"{name}: the extract is read otherwise"
    except ValueError as error:
        return f"{name}: {error}"
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / name).write_text(short, encoding="utf-8")
    index = json.loads(INDEX.read_text()) if INDEX.exists() else {}
    index[name] = {
        "address": address,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "operation": operation,
        "role": role,
        "layout": original.layout,
    }
    INDEX.write_text(json.dumps(index, indent=1, sort_keys=True) + "\n")
    return None
