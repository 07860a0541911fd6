"""SDKs asked over loopback: the server that they ask, and the files of what they did."""

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from aws_job_conformance.targets import simulator

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@contextmanager
def serving(application: Application) -> Iterator[tuple[str, list[float]]]:
    """Serve a WSGI application on a free port; give its URL, and when each request came to it.

    The times are monotonic; who clears them counts anew.
    """
    times: list[float] = []

    def listened(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        times.append(time.monotonic())
        return application(environ, start_response)

    running = simulator.server(listened, "127.0.0.1", 0)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    try:
        yield simulator.url_of(running), times
    finally:
        running.shutdown()
        thread.join()


def text(chosen: Iterable[Any]) -> str:
    """Return cases as the text of their file, with results by SDK."""
    data = [
        {**case.data, "results": {n: one.as_data() for n, one in sorted(case.results.items())}}
        for case in chosen
    ]
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def record(chosen: Iterable[Any], name: str, found: Mapping[str, Any], file: Path) -> None:
    """Write cases with what was found of an SDK, by the case's name; that of others stays."""
    updated = [
        replace(case, results=case.results | {name: found[case.name].kept(case.results.get(name))})
        if case.name in found
        else case
        for case in chosen
    ]
    file.write_text(text(updated), encoding="utf-8")
