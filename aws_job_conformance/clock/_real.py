"""Python's own clocks and waits, as they are whatever stands in their place."""

from __future__ import annotations

import select as _select
import time as _time
from collections.abc import Callable
from typing import Any

from aws_job_conformance.clock._builtins import twin

sleep: Callable[[float], None] = twin(_time.sleep)
time: Callable[[], float] = twin(_time.time)
time_ns: Callable[[], int] = twin(_time.time_ns)
monotonic: Callable[[], float] = twin(_time.monotonic)
monotonic_ns: Callable[[], int] = twin(_time.monotonic_ns)
perf_counter: Callable[[], float] = twin(_time.perf_counter)
perf_counter_ns: Callable[[], int] = twin(_time.perf_counter_ns)
gmtime: Callable[..., Any] = twin(_time.gmtime)
localtime: Callable[..., Any] = twin(_time.localtime)
ctime: Callable[..., str] = twin(_time.ctime)
asctime: Callable[..., str] = twin(_time.asctime)
strftime: Callable[..., str] = twin(_time.strftime)
clock_gettime: Callable[[int], float] | None = (
    twin(_time.clock_gettime) if hasattr(_time, "clock_gettime") else None
)
clock_gettime_ns: Callable[[int], int] | None = (
    twin(_time.clock_gettime_ns) if hasattr(_time, "clock_gettime_ns") else None
)
select: Callable[..., Any] = twin(_select.select)
