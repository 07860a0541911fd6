"""The library given what it does not take: one sentence, whatever it is."""

from __future__ import annotations

import pytest

from aws_job_conformance import History, InputError, contract, strategies

SES = "sesv2:GetImportJob"
CALLS = {
    "contract": contract,
    "History of no operation": History,
    "History of an operation that is none": lambda value: History(value, ()),
    "History of no responses": lambda value: History(SES, value),
    "History of a response that is none": lambda value: History(SES, [{}, value]),
    "responses": strategies.responses,
    "histories": strategies.histories,
    "violations": strategies.violations,
    "status=": lambda value: strategies.responses(SES, status=value),
    "largest=": lambda value: strategies.histories(SES, largest=value),
    "ending=": lambda value: strategies.histories(SES, ending=value),
    "polls=": lambda value: strategies.histories(SES, polls=value),
    "polls= from": lambda value: strategies.histories(SES, polls=(value, 5)),
    "polls= of one": lambda value: strategies.histories(SES, polls=(value,)),
    "law=": lambda value: strategies.violations(SES, law=value),
}


def deep():
    value: list = []
    for _ in range(50_000):
        value = [value]
    return value


class Rude:
    """An object that is good for nothing."""

    def __repr__(self):
        raise RuntimeError

    def __eq__(self, other):
        raise RuntimeError

    __hash__ = None


VALUES = {
    "a list": lambda: [[]],
    "an object": object,
    "a long integer": lambda: -(10**5000),
    "bytes": lambda: b"\xff",
    "a long text": lambda: "\x1b" * 10**6,
    "a deep list": deep,
    "not a number": lambda: float("nan"),
    "half a character": lambda: "\ud800",
    "a truth": lambda: True,
    "one that is rude": Rude,
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_an_argument_that_is_none_is_one_clear_sentence(call, value):
    with pytest.raises(InputError) as error:
        call(value())
    assert str(error.value).isprintable()
    assert len(str(error.value)) < 400


def test_a_status_and_an_ending_are_told_by_their_names():
    assert strategies.responses(SES, status="CREATED") is not None
    one = strategies.histories(SES, ending="COMPLETED", polls=[1, 5], largest=1000)
    assert one is not None


def test_a_history_takes_any_list_of_responses():
    assert History(SES, [{"JobId": "a"}]).responses == ({"JobId": "a"},)
