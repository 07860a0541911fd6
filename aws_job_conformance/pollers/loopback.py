"""An application served on loopback for as long as a block, its requests counted as they come."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aws_job_conformance.targets import simulator

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass(slots=True)
class Heard:
    """What came to a server since it was last cleared. times: of each request, monotonic."""

    times: list[float] = field(default_factory=list)

    @property
    def waits(self) -> list[float]:
        """The seconds from each request to the next."""
        return [later - one for one, later in zip(self.times, self.times[1:], strict=False)]


@contextmanager
def serving(application: Application) -> Iterator[tuple[str, Heard]]:
    """Serve a WSGI application on a free port; give its URL, and what it hears."""
    heard = Heard()

    def listened(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        heard.times.append(time.monotonic())
        return application(environ, start_response)

    running = simulator.server(listened, "127.0.0.1", 0)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    try:
        yield simulator.url_of(running), heard
    finally:
        running.shutdown()
        thread.join()
