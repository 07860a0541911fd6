"""The fuzzing finds what it is for, tells how to repeat it, and goes on behind it."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from support import sick_readers
from support.places import ROOT

from fuzz import (
    defects,
    mutate,
    planted_secrets,
    readers,
    secret_places,
    supervisor,
    tries,
    try_inputs,
    worker,
)
from fuzz.__main__ import main as fuzz_main

pytestmark = pytest.mark.thorough  # minutes of work

EXPECTED = {
    "burns": ("hang", "sick_readers.py:burn"),
    "burns-in-c": ("hang", "in C"),
    "swallows": ("hang", "sick_readers.py:swallow"),
    "eats": ("memory", ""),
    "calls": ("call", "socket.connect 192.0.2.1"),
    "asks-for-a-name": ("call", "socket.getaddrinfo example.invalid"),
    "writes-outside": ("file", "open for writing"),
    "writes-here": ("file", "the current folder"),
    "runs-a-program": ("code", "subprocess.Popen"),
    "runs-a-shell": ("code", "os.system"),
    "reads-accounts": ("file", "/etc/passwd"),
    "raises": ("traceback", "ValueError at support/sick_readers.py"),
    "dies": ("crash", "status 3"),
    "shows-a-secret": ("secret", "key id AKIA is shown"),
    "keeps-a-secret": ("secret", "key id AKIA is kept"),
    "shows-an-escape": ("control", "U+001B"),
    "shows-too-much": ("output", "characters are printed"),
    "talks-too-much": ("output", "a sentence"),
}


@pytest.fixture(scope="module")
def sick():
    """Runs of a worker whose reader is sick."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(supervisor, "WORKER", "support.sick_readers")
        patch.setenv("PYTHONPATH", str(ROOT / "tests"))
        yield supervisor


@pytest.fixture(scope="module")
def replayed(sick, tmp_path_factory):
    """All ways to misbehave, and behind each an input that is none: what became of each."""
    place, files = tmp_path_factory.mktemp("sick"), []
    for way in EXPECTED:
        files += [place / f"{way}-bad", place / f"{way}-good"]
        files[-2].write_text(f"{way} {planted_secrets.EACH[0].text}")
        files[-1].write_text("behaves")
    return sick.replay("sick", files)


def test_every_way_to_misbehave_is_expected():
    assert {*sick_readers.WAYS} == {*EXPECTED, "behaves"}


@pytest.mark.parametrize("way", EXPECTED)
def test_a_reader_that_misbehaves_is_told_of_by_its_kind_and_its_place(replayed, way):
    found = [one for one in replayed.found if Path(one.example).name == f"{way}-bad"]
    kind, what = EXPECTED[way]
    assert any(one.kind == kind and what in one.what for one in found), found


def test_behind_each_failure_the_next_input_is_read_and_has_none(replayed):
    assert replayed.examples == 2 * len(EXPECTED)
    assert not [one for one in replayed.found if one.example.endswith("-good")]


@pytest.mark.usefixtures("sick")
def test_what_failed_is_written_and_one_line_repeats_it_from_where_the_user_is(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    Path("bad").write_text("raises")
    arguments = ["fuzz", "--reader", "sick", "--replay", "bad"]
    monkeypatch.setattr(sys, "argv", arguments)
    assert fuzz_main() == 1
    shown = capsys.readouterr().out
    assert "traceback: ValueError" in shown
    assert f"python -m fuzz --reader sick --replay {tmp_path / 'bad'}" in shown


def test_failures_of_one_cause_are_told_once(sick):
    ran = sick.run("sick", seconds=1)
    assert ran.examples > 5
    assert [(one.kind, one.what.split()[0]) for one in ran.found] == [("traceback", "ValueError")]


def test_a_worker_that_cannot_start_is_an_error_and_no_failure_of_the_reader(sick):
    with pytest.raises(RuntimeError, match="no worker for sick: crash, status 2"):
        sick.run("sick", seconds=60, without="a defect of no name")


@pytest.mark.parametrize("reader", readers.READERS.values(), ids=readers.READERS)
def test_an_example_is_the_same_by_its_number_in_any_process(reader):
    many = 1 if reader.apart else 4  # of those that run apart, an example is fifty files
    some = [worker.example(reader, 7, number) for number in range(many)]
    if not reader.apart:  # they are asked twice below, in two processes
        assert some == [worker.example(reader, 7, number) for number in range(many)]
    assert len({*some, *(worker.example(reader, 8, number) for number in range(many))}) > 1
    assert all(len(data) <= 1_500_000 for data in some)


def test_an_example_does_not_depend_on_the_seed_of_hashes():
    told = "from fuzz import readers, worker; import zlib\n"
    told += "print([zlib.crc32(worker.example(r, 1, n)) for r in readers._ALL for n in range(2)])"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", told],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_a_seed_or_a_known_input_is_small():
    for folder in (readers.SEEDS, readers.KNOWN):
        for path in folder.rglob("*"):
            assert path.is_dir() or path.stat().st_size <= 100_000, path


def test_every_folder_of_seeds_and_of_known_inputs_has_a_reader():
    assert {path.name for path in readers.SEEDS.iterdir()} == {
        reader.seeds for reader in readers.TRIED.values()
    }
    if readers.KNOWN.is_dir():
        assert {path.name for path in readers.KNOWN.iterdir()} <= {*readers.READERS}


def test_each_secret_is_found_where_it_was_planted_and_its_cores_are_long_enough_to_mean_it():
    assert len({plant.text for plant in planted_secrets.EACH}) == len(planted_secrets.EACH)
    for plant in planted_secrets.EACH:
        assert plant in planted_secrets.within(f"a {plant.text} b")
        assert all(len(core) >= 12 for core in plant.cores), plant
        assert plant.shows_in(f"x{plant.cores[0]}y")
    assert planted_secrets.within("nothing of that") == ()


def test_no_seed_holds_a_secret_that_is_planted():
    for path in readers.SEEDS.rglob("*.*"):
        assert planted_secrets.within(path.read_bytes().decode("latin-1")) == ()


@pytest.mark.parametrize("kind", tries.KINDS, ids=lambda kind: kind.name)
def test_the_table_of_tries_has_as_many_inputs_as_it_says_and_each_once(kind):
    inputs = list(kind.inputs())
    assert len(inputs) >= kind.least
    assert len({*inputs}) >= kind.least
    assert {reader for reader, _ in inputs} <= {*readers.TRIED}


def test_an_input_counts_once_in_a_column_of_the_table():
    def failed(example, kind, what):
        return supervisor.Found("json", example, kind, what, 0.0)

    found = [
        failed("a", "traceback", "one"),
        failed("a", "traceback", "two"),
        failed("b", "secret", "x is kept"),
        failed("b", "secret", "x is shown"),
        failed("c", "hang", ""),
        failed("d", "code", ""),
        failed("d", "call", ""),
        failed("e", "control", ""),
    ]
    assert tries.row("things", 9, found) == "| things | 9 | 1 | 1 | 1 | 1 | 1 | 1 | 1 |"


def test_every_defect_has_a_name_of_its_own_and_a_reader():
    assert len(defects.BY_NAME) == len(defects.TABLE)
    assert {defect.reader for defect in defects.TABLE} <= {*readers.READERS}


def test_each_known_input_tells_its_place_to_the_one_who_adds_to_it():
    for place, plant in (
        (secret_places.PLACES[0], planted_secrets.EACH[0]),
        (secret_places.PLACES[-1], planted_secrets.EACH[-1]),
    ):
        told = json.loads(secret_places.written(place, plant))
        assert told == {"place": place, "text": plant.text}


def test_hard_inputs_are_the_same_each_time():
    assert list(try_inputs.calls()) == list(try_inputs.calls())
    assert [*try_inputs.files()][:50] == [*try_inputs.files()][:50]
    assert random.Random("json 0 1").random() == random.Random("json 0 1").random()


def test_a_value_that_is_endless_when_written_is_cut_as_it_is_written():
    """To make it took ten seconds, which were told as a hang of `waiters --check`."""
    value = ["x"]
    for _ in range(30):
        value = [value] * 10
    assert mutate.MOST < len(mutate.written(value, ensure_ascii=True)) < mutate.MOST + 1000


def test_what_an_example_takes_counts_for_no_other(tmp_path):
    code = (
        "import resource, sys; from pathlib import Path; from fuzz import fence\n"
        "guard = fence.build(Path(sys.argv[1]))\n"
        "with fence.up(guard, 10): inside = resource.getrlimit(resource.RLIMIT_CPU)\n"
        "outside = resource.getrlimit(resource.RLIMIT_CPU)\n"
        "print(inside[0] != outside[0] == outside[1])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "True\n"
