"""Those of Python's own clocks and waits that are asked here, whatever stands in their place."""

import select as _select
import time as _time
from collections.abc import Callable
from typing import Any

from aws_job_conformance.clock._builtins import twin

sleep: Callable[[float], None] = twin(_time.sleep)
time: Callable[[], float] = twin(_time.time)
monotonic: Callable[[], float] = twin(_time.monotonic)
monotonic_ns: Callable[[], int] = twin(_time.monotonic_ns)
localtime: Callable[..., Any] = twin(_time.localtime)
select: Callable[..., Any] = twin(_select.select)
