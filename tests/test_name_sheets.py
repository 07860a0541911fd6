"""The sheets by which a stranger guesses our names hold every module once, and tell no pairs."""

from support.name_sheets import letters, right, sheets, shuffled, written

FOUND = {"clock/": [(f"clock/{n}", f"Sentence {n}.") for n in range(40)]}


def answers(seed, wrong=0):
    ((room, _, _, pairs),) = shuffled(FOUND, seed)
    numbers = [*pairs.values()]
    numbers[:wrong] = [0] * wrong
    return f"## {room}\n" + "".join(f"{a} {n}\n" for a, n in zip(pairs, numbers, strict=True))


def test_what_is_right_is_counted_by_the_seed_that_shuffled():
    assert right(answers("a"), FOUND, "a") == (40, 40)
    assert right(answers("a", wrong=3), FOUND, "a") == (37, 40)
    assert right(answers("a"), FOUND, "b")[0] < 20


def test_the_files_show_every_sentence_and_name_and_not_which_are_a_pair(tmp_path):
    written(FOUND, "a", tmp_path)
    sentences, names = (
        [line.split(" ", 1) for line in (tmp_path / f"{file}.txt").read_text().splitlines() if line]
        for file in ("sentences", "names")
    )
    assert sorted(line for _, line in sentences[1:]) == sorted(line for _, line in FOUND["clock/"])
    assert sorted(name for _, name in names[1:]) == sorted(name for name, _ in FOUND["clock/"])
    assert [mark for mark, _ in sentences[1:]] == [f"{a}." for a, _ in zip(letters(), range(40))]  # noqa: B905 - letters never end


def test_every_module_of_the_house_is_on_a_sheet_with_a_sentence_of_its_own():
    rows = [row for room in sheets().values() for row in room]
    lines = [line for _, line in rows]
    assert len(set(lines)) == len(lines) > 400
    assert all(lines)
