"""The count of the same work knows a definition again, and counts the lines that hold code."""

from collections import defaultdict

import pytest
from support.same_work import definitions, successor

THEN = '''
"""A module."""
import json
LIMIT = 3


def kept(text):
    """Prose, which is no code."""
    # neither is this
    return json.loads(text)[LIMIT]


def renamed(first, second, third):
    for one in first:
        second.append(one + third)
    return sorted(second, key=third)


def dropped(alpha, beta, gamma):
    return alpha.encode(beta).decode(gamma).title().strip().lower().upper()


class Held:
    size = 4

    def method(self):
        return self.size
'''
NOW = THEN.replace("def renamed", "def sorted_by").replace("return self.size", "return -self.size")
NOW = NOW[: NOW.index("def dropped")] + NOW[NOW.index("class Held") :]


def found(source):
    return {one.name: one for one in definitions("a.py", source)}


@pytest.mark.parametrize(
    ("name", "lines"),
    [("kept", 2), ("renamed", 4), ("Held", 2), ("Held.method", 2), ("<module>", 2)],
)
def test_a_line_counts_where_it_holds_code_and_in_one_definition_alone(name, lines):
    assert found(THEN)[name].lines == lines


@pytest.mark.parametrize(
    ("name", "what", "today"),
    [
        ("kept", "kept", "kept"),
        ("renamed", "rewritten", "sorted_by"),
        ("dropped", "gone", None),
        ("Held.method", "kept", "Held.method"),
    ],
)
def test_a_definition_is_known_again_by_its_name_or_by_what_it_holds(name, what, today):
    now, by_name = [*found(NOW).values()], defaultdict(list)
    for one in now:
        by_name[one.name].append(one)
    told, new = successor(found(THEN)[name], [one for one in now if one.tokens], by_name, "a.py")
    assert (told, new and new.name) == (what, today)


def test_where_a_literal_differs_it_is_carried_and_not_kept():
    now = found(NOW.replace("LIMIT]", "7]"))
    told, new = successor(found(THEN)["kept"], [*now.values()], {"kept": [now["kept"]]}, "b.py")
    assert (told, new.lines) == ("carried", 2)
