"""What it costs to send a response, and to have it read by play(), by node, by a bare parser."""

from __future__ import annotations

import re
from time import perf_counter
from typing import Any

import botocore.parsers
import orjson
from measuring import Figure, Once, Promise, seconds

from aws_job_conformance.catalog import load
from aws_job_conformance.clients.agreement import LARGEST
from aws_job_conformance.clients.botocore_ import BotocoreParser
from aws_job_conformance.clients.play import play
from aws_job_conformance.core.history import History
from aws_job_conformance.generate import construct, plan, status_paths
from aws_job_conformance.generate.choice_source import Seeded, pick
from aws_job_conformance.protocol import boto3_values, encode, model
from aws_job_conformance.protocol import http as http_

ENCODE = "encode a response, over orjson.dumps of it"
PLAY = "a call through play(), over the bare parser"
NODE = "the JavaScript client, over botocore's parser"
PROMISES = {PLAY: Promise("<=", 10, 5)}

_POLLS = (1, 16)


def histories_of(operation: str, examples: int, seed: int) -> list[History]:
    """Return so many histories of an operation, each to an ending."""
    contract, source, made = load(operation), Seeded(seed), []
    for _ in range(examples):
        way = status_paths.way(contract, source, pick(source, contract.status.final), _POLLS)
        responses = construct.responses(plan.plan(contract, LARGEST), source, way)
        made.append(History(operation, responses))
    return made


def _messages(operation: str, histories: list[History]) -> list[http_.HttpResponse]:
    return [encode.response(operation, response) for history in histories for response in history]


def _over(what: str, own: float, floor: float, count: int) -> list[Figure]:
    return [Figure(what, own / floor, {"us": own / count * 1e6})]


def encoding(operation: str, examples: int) -> Once:
    """Measure our encoder beside orjson.dumps of the same values as JSON."""

    def once(seed: int) -> list[Figure]:
        responses = [r for history in histories_of(operation, examples, seed) for r in history]
        floor = seconds(orjson.dumps, [boto3_values.plain(response) for response in responses])
        own = seconds(lambda response: encode.response(operation, response), responses)
        return _over(ENCODE, own, floor, len(responses))

    return once


def playing(operation: str, examples: int) -> Once:
    """Measure a poll of a played history, its block and its encoding in it, beside the parser."""
    found = model.operation_model(operation)
    parser = botocore.parsers.create_parser(found.service_model.resolved_protocol)
    method = re.sub(r"(?<!^)(?=[A-Z])", "_", found.name).lower()
    inputs = dict.fromkeys(model.required_inputs(operation), "any " * 16)

    def parse(message: http_.HttpResponse) -> None:
        http = {"status_code": 200, "headers": message.headers, "body": message.body}
        parser.parse(http, found.output_shape)

    def poll(history: History) -> None:
        with play(history, patience=len(history)) as client:
            call = getattr(client, method)
            for _ in history:
                call(**inputs)

    def once(seed: int) -> list[Figure]:
        histories = histories_of(operation, examples, seed)
        messages = _messages(operation, histories)
        return _over(PLAY, seconds(poll, histories), seconds(parse, messages), len(messages))

    return once


def node(operation: str, examples: int, client: Any) -> Once:
    """Measure the client of JavaScript beside botocore's parser, both to the JSON view.

    By the clock on the wall, as node is a process of its own.
    """
    parser = BotocoreParser()

    def once(seed: int) -> list[Figure]:
        messages = _messages(operation, histories_of(operation, examples, seed))
        floor = seconds(lambda message: parser.read(operation, message), messages, perf_counter)
        own = seconds(lambda few: client.read_many(operation, few), [messages], perf_counter)
        return _over(NODE, own, floor, len(messages))

    return once
