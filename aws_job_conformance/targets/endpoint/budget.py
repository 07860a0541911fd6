"""One budget of calls a service, shared by all processes of a run."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from aws_job_conformance.core.errors import ServiceStoppedError

_MOST_THROTTLES = 2
_LOCKED_WITHIN = 5.0
_MOST_AHEAD = 60
_SCHEMA = """
CREATE TABLE IF NOT EXISTS service
(name TEXT PRIMARY KEY, free REAL NOT NULL DEFAULT 0, throttles INTEGER NOT NULL DEFAULT 0)
"""


class Budget:
    """How often the services may be asked.

    path: a file that all processes of a run name; it is made where it is not there. rate: calls a
    second of each service; 0 or None for as many as come. sleep, clock: in seconds; the clock is
    one that all processes of a machine share.
    """

    def __init__(
        self,
        path: Path,
        rate: float | None = 1.0,
        *,
        sleep: Callable[[float], Any] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path, self._interval = path, 1 / rate if rate else 0.0
        self._sleep, self._clock = sleep, clock

    def on(self, client: Any) -> Any:
        """Make each call of a botocore client wait for its turn, and return the client.

        It waits before the call is signed: a signature grows old.
        """
        service = client.meta.service_model.service_name
        client.meta.events.register_first("before-call", lambda **_: self.wait(service))
        return client

    def wait(self, service: str) -> None:
        """Wait until a service may be asked; raises ServiceStoppedError where it may not."""
        if (seconds := self._turn(service)) > 0:
            self._sleep(seconds)
            with self._locked(service) as file:
                _must_be_few(service, self._throttles(file, service))

    def throttled(self, service: str) -> bool:
        """Count that a service throttled a call; return whether it is asked nothing more."""
        with self._locked(service) as file:
            file.execute("UPDATE service SET throttles = throttles + 1 WHERE name = ?", (service,))
            return self._throttles(file, service) >= _MOST_THROTTLES

    def _turn(self, service: str) -> float:
        """Take the next turn; return in how many seconds it is."""
        with self._locked(service) as file:
            _must_be_few(service, self._throttles(file, service))
            if not self._interval:
                return 0.0
            (free,) = file.execute("SELECT free FROM service WHERE name = ?", (service,)).fetchone()
            now = self._clock()
            if free - now > _MOST_AHEAD * max(self._interval, 1.0):
                free = now  # a turn of another machine, or of a clock that was set
            at = max(now, free)
            after = at + self._interval
            file.execute("UPDATE service SET free = ? WHERE name = ?", (after, service))
            return float(at - now)

    @staticmethod
    def _throttles(file: sqlite3.Connection, service: str) -> int:
        found = file.execute("SELECT throttles FROM service WHERE name = ?", (service,))
        return int(found.fetchone()[0])

    @contextmanager
    def _locked(self, service: str) -> Iterator[sqlite3.Connection]:
        """Hold the file alone, with a row for the service; what a killed process held is free."""
        try:
            opened = sqlite3.connect(self._path, timeout=_LOCKED_WITHIN, isolation_level=None)
            with closing(opened) as file:
                file.execute("BEGIN IMMEDIATE")
                file.execute(_SCHEMA)
                file.execute("INSERT OR IGNORE INTO service (name) VALUES (?)", (service,))
                yield file
                file.execute("COMMIT")
        except sqlite3.Error as error:
            raise ServiceStoppedError(
                f"{service} is asked nothing more: the pace of its calls cannot be kept in"
                f" {self._path.name} ({error}). Remove that file, and run again."
            ) from None


def _must_be_few(service: str, throttles: int) -> None:
    if throttles >= _MOST_THROTTLES:
        raise ServiceStoppedError(
            f"{service} throttled {throttles} calls, and is asked nothing more in this run."
            " Something else asks it in this account; run again when it does not, or with a lower"
            " --rate."
        )
