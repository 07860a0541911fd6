"""The same work, then and now: `python -m support.same_work [COMMIT]` (in `tests/`) is the table.

Each definition of 9053cd0, or of the commit that is named (a function, a method, what a class holds
beside its methods), is looked for today. It is *carried* where its name stands in the file that its
file became, as git tells renames, or elsewhere with half of its names and literals: *kept* where
all of them are the same. It is *rewritten* where a definition of another name shares half of them,
of which the most alike is its successor; else *gone*. A line counts as elsewhere: one that holds a
token, without docstrings and comments. A successor of several counts once.
"""

import ast
import io
import keyword
import subprocess
import sys
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from support.places import ROOT

THEN = "9053cd0"
PRODUCT = ("aws_job_conformance", "conformance")
COLUMNS = [
    *(("kept", "count"), ("kept", "then")),
    *((what, held) for what in ("carried", "rewritten") for held in ("count", "then", "now")),
    *(("gone", "count"), ("gone", "then")),
]
ALIKE = 0.5
FEW = 8
"""Names and literals that a definition must have to be known again without its name."""
SKIPPED = {
    tokenize.COMMENT,
    *(tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT),
    *(tokenize.ENCODING, tokenize.ENDMARKER),
}


@dataclass(frozen=True, eq=False)
class Definition:
    """A function, a method or the rest of a class: where, how many lines, and its tokens."""

    file: str
    name: str
    lines: int
    tokens: Counter[str]


def git(*words: str) -> str:
    """Return what git says of this checkout."""
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


def files_of(commit: str) -> dict[str, str]:
    """Return the product's Python at a commit, by its path."""
    paths = git("ls-tree", "-r", "--name-only", commit).splitlines()
    ours = [path for path in paths if path.endswith(".py") and path.startswith(PRODUCT)]
    return {path: git("show", f"{commit}:{path}") for path in ours}


def renames(then: str) -> dict[str, str]:
    """Return where each file of then is now, by the renames that git sees on the way."""
    now = {path: path for path in git("ls-tree", "-r", "--name-only", then).splitlines()}
    log = ["log", "--topo-order", "--reverse", "-M40", "--diff-filter=R", "--name-status"]
    for line in git(*log, "--format=", f"{then}..HEAD").splitlines():
        _, old, new = line.split("\t")
        now |= {first: new for first, last in now.items() if last == old}
    return now


def code_lines(source: str, tree: ast.Module) -> dict[int, list[str]]:
    """Return the names and literals of each line that holds code."""
    prose = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        for one in body if isinstance(body, list) else ():
            if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant):
                prose |= (
                    {*range(one.lineno, one.end_lineno + 1)}
                    if one.value.value is not ...
                    else set()
                )
    held = defaultdict(list)
    for token in tokenize.tokenize(io.BytesIO(source.encode()).readline):
        if token.type not in SKIPPED:
            for line in {*range(token.start[0], token.end[0] + 1)} - prose:
                held[line] += [token.string] if _tells(token) and line == token.start[0] else []
    return held


def _tells(token: tokenize.TokenInfo) -> bool:
    """Return whether a token tells what a definition does: a name or a literal, no punctuation."""
    return token.type != tokenize.OP and not keyword.iskeyword(token.string)


def definitions(file: str, source: str) -> Iterator[Definition]:
    """Yield what a file defines, and all that stands outside of definitions as `<module>`."""
    tree = ast.parse(source)
    held = code_lines(source, tree)
    left = set(held)

    def within(node: ast.AST, name: str) -> Iterator[Definition]:
        first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
        inside = (
            [one for one in node.body if isinstance(one, FUNCTIONS)]
            if isinstance(node, ast.ClassDef)
            else []
        )
        for one in inside:
            yield from within(one, f"{name}.{one.name}")
        mine = left & {*range(first, node.end_lineno + 1)}
        left.difference_update(mine)
        tokens = Counter(token for line in mine for token in held[line] if token)
        yield Definition(file, name, len(mine), tokens)

    for node in tree.body:
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            yield from within(node, node.name)
    yield Definition(file, "<module>", len(left), Counter())


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def alike(one: Counter[str], other: Counter[str]) -> float:
    """Return how much of two bags of tokens is the same, from 0 to 1."""
    size = one.total() + other.total()
    return 2 * sum(min(count, other[token]) for token, count in one.items()) / size if size else 0


def successor(
    old: Definition, now: list[Definition], by_name: dict[str, list[Definition]], place: str
) -> tuple[str, Definition | None]:
    """Return what became of a definition, and what it is today."""
    same = by_name.get(old.name, [])
    for one in same:
        if one.file == place:
            return ("kept" if one.tokens == old.tokens else "carried"), one
    best = max(same, key=lambda one: alike(old.tokens, one.tokens), default=None)
    if best is not None and alike(old.tokens, best.tokens) >= ALIKE:
        return ("kept" if best.tokens == old.tokens else "carried"), best
    size = old.tokens.total()
    if size < FEW:
        return "gone", None
    near = [one for one in now if size / 3 <= one.tokens.total() <= size * 3]
    best = max(near, key=lambda one: alike(old.tokens, one.tokens), default=None)
    if best is not None and alike(old.tokens, best.tokens) >= ALIKE:
        return "rewritten", best
    return "gone", None


def room(file: str) -> str:
    """Return the room of a file of today."""
    parts = file.split("/")
    return parts[1] + "/" if len(parts) > 2 else "the root and the suite"


def page(since: str = THEN, *, each: bool = False) -> Iterator[str]:
    """Yield the table as Markdown: by room, then the sum. each: every definition, one a line."""
    then = [one for item in files_of(since).items() for one in definitions(*item)]
    now = [one for item in files_of("HEAD").items() for one in definitions(*item)]
    by_name = defaultdict(list)
    for one in now:
        by_name[one.name].append(one)
    places, rooms, seen = renames(since), defaultdict(Counter), set()
    for old in then:
        if old.name == "<module>":
            continue
        what, new = successor(old, [one for one in now if one.tokens], by_name, places[old.file])
        row = rooms[room(new.file if new else places[old.file])]
        row[what, "count"] += 1
        row[what, "then"] += old.lines
        if new and new not in seen:
            row[what, "now"] += new.lines
            seen.add(new)
        if each:
            told = f"{new.file}: {new.name}, {new.lines}" if new else ""
            yield f"{what}\t{old.file}: {old.name}, {old.lines}\t{told}"
    total = Counter()
    heads = ("kept | lines", "changed | lines then | now", "rewritten | then | now", "gone | lines")
    yield f"| room today | {' | '.join(heads)} |"
    yield "|---|" + "---|" * len(COLUMNS)
    for name, row in sorted(rooms.items()):
        total.update(row)
        yield f"| {name} | " + " | ".join(f"{row[one]:,}" for one in COLUMNS) + " |"
    yield "| all | " + " | ".join(f"{total[one]:,}" for one in COLUMNS) + " |"
    outside = [sum(one.lines for one in all_ if one.name == "<module>") for all_ in (then, now)]
    everything = [sum(one.lines for one in all_) for all_ in (then, now)]
    fresh = sum(one.lines for one in now if one not in seen and one.name != "<module>")
    yield f"\nLines then: {everything[0]:,}, of them outside of definitions {outside[0]:,}."
    yield f"Lines now: {everything[1]:,}, of them outside of definitions {outside[1]:,},"
    yield f"and {fresh:,} in definitions that nothing of then became."


if __name__ == "__main__":
    named = [word for word in sys.argv[1:] if word != "--each"]
    sys.stdout.write("\n".join([*page(*named, each="--each" in sys.argv), ""]))
