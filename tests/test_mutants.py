"""The table of mutants can be made again: each has its spot, its mistake is one, its tests tell."""

import ast
import json
import sys
from collections import Counter

import pytest
from support.mutant_spots import spots, with_mistake
from support.mutants import DATA, HOUSE, PACKAGE, PAGE, Lines, columned, spot_of
from support.places import ROOT

MUTANTS = json.loads(DATA.read_text())
SOURCE = '''
"""A module."""
__all__ = ["total"]
LIMIT = 3


class Sum:
    def total(self, counts: "list", *, least=0):
        """Prose, which is no spot."""
        assert counts
        self.seen = True
        if not counts or min(counts) < least:
            raise ValueError(f"of {len(counts) + 1}, none is counted")
        return sum(one for one in counts if one is not None)
'''
MISTAKES = [
    ("<module>", "constant changed", "LIMIT = (4)"),
    ("Sum.total", "constant changed", "least=(1)"),
    ("Sum.total", "constant changed", "self.seen = (False)"),
    ("Sum.total", "statement deleted", "        pass\n        if"),
    ("Sum.total", "and/or swapped", "if (not counts and min(counts) < least):"),
    ("Sum.total", "not removed", "if (counts) or"),
    ("Sum.total", "comparison changed", "(min(counts) <= least)"),
    ("Sum.total", "any/all, min/max swapped", "(max(counts)) <"),
    ("Sum.total", "statement deleted", "            pass\n        return"),
    ("Sum.total", "arithmetic changed", "{(len(counts) - 1)}"),
    ("Sum.total", "constant changed", "+ (2)}"),
    ("Sum.total", "return value dropped", "        return\n"),
    ("Sum.total", "condition negated", "if (not one is not None))"),
    ("Sum.total", "comparison changed", "if (one is None))"),
]


def test_each_mistake_changes_its_spot_and_nothing_else():
    made = Counter((one.definition, one.operator) for one in spots(ast.parse(SOURCE)))
    wanted = Counter((definition, operator) for definition, operator, _ in MISTAKES)
    wanted["Sum.total", "condition negated"] += 1  # of the `if`, as a whole
    assert made == wanted
    if sys.version_info < (3, 12):
        pytest.skip("before 3.12 Python does not say where in an f-string something stands")
    texts = [with_mistake(SOURCE, one) for one in spots(ast.parse(SOURCE))]
    for _, _, text in MISTAKES:
        assert [made.count("\n") for made in texts if text in made] == [SOURCE.count("\n")], text
    assert len({ast.dump(ast.parse(text)) for text in texts}) == len(texts)


@pytest.mark.parametrize("changed", ["", "if counts is None:\n            return 0\n        "])
def test_a_spot_is_found_again_where_lines_move_and_spots_are_added(changed):
    source = SOURCE.replace("if not counts or", f"{changed}if not counts or")
    mutant = {
        "id": "a1",
        "module": "a",
        "definition": "Sum.total",
        "operator": "comparison changed",
    }
    spot = spot_of({**mutant, "occurrence": 1, "spot": "one is not None"}, source)
    assert "if (one is None)" in with_mistake(source, spot)
    with pytest.raises(LookupError, match=r"a1: a: Sum.total holds 0 of 'one is None'; say in"):
        spot_of({**mutant, "occurrence": 1, "spot": "one is None"}, source)


def test_nearly_all_of_the_hundred_have_their_spot():
    lost = []
    for mutant in MUTANTS:
        try:
            spot_of(mutant, (ROOT / PACKAGE / f"{mutant['module']}.py").read_text())
        except (LookupError, FileNotFoundError) as error:
            lost.append(str(error))
    assert len({mutant["id"] for mutant in MUTANTS}) == 100
    assert len(lost) <= 5, "\n".join(lost)


def test_who_runs_a_line_is_asked_and_where_nobody_does_who_runs_its_file():
    lines = Lines(
        {"a.py": {14: {"slow", "fast"}, 10: {"other"}}}, {"slow": 2.0, "fast": 0.1, "other": 1.0}
    )
    found = {one.text: one for one in spots(ast.parse(SOURCE))}
    assert lines.of({"module": "a"}, found["one is not None"]) == ["fast", "slow"]
    assert lines.of({"module": "a"}, found["3"]) == ["fast", "other", "slow", HOUSE]


def test_a_column_is_added_once_and_then_written_again():
    rows = [{"id": "laws0", "module": "core/a", "definition": "f"}]
    page = PAGE.read_text()
    head = page.index("| # | drawn at ")
    page = page[:head] + "\n".join(page[head:].splitlines()[:3]) + "\n\nSome text.\n"
    first = columned(page, "now", rows, {"laws0": "test"})
    again = columned(first, "now", rows, {"laws0": ""})
    assert first.splitlines()[-3].endswith("| killed | killed |")
    assert again.splitlines()[-3].endswith("| killed | lives |")
    assert first.endswith("\n\nSome text.\n")
