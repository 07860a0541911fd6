"""Virtual time: in a block, waiting takes no time and the clock moves on by what was waited for.

with clock.virtual() as time:        # of this thread, and of the threads it starts
    ...                              # time.sleep(3600) returns at once; time.time() is an hour on

Who calls it: `clients.play`. How it is built, from below:

_builtins   a function of C gives its insides to one of ours, so that `from time import sleep`,
            a default argument and a closure all have it, as they hold the very object
world       the time of one block: who is in it, who waits for what, and when the clock may move
_clocks     what is read: time.time, monotonic, perf_counter, datetime.now
_waits      what waits: sleep, Condition.wait, Thread.join, selectors, select
_threads    a thread that is started in a world belongs to it
_watcher    what no replacement sees: a loop that neither asks nor waits, and a wait that is real

Threads that were there before, pytest, Hypothesis and subprocess keep real time. The clock moves
only when every thread of a world waits; while one works, a timed wait is a real one.
"""

from aws_job_conformance.clock._real import monotonic as real_monotonic
from aws_job_conformance.clock._real import sleep as real_sleep
from aws_job_conformance.clock._threads import Ended
from aws_job_conformance.clock._watcher import place
from aws_job_conformance.clock.block import virtual
from aws_job_conformance.clock.world import SECOND, World

__all__ = ["SECOND", "Ended", "World", "place", "real_monotonic", "real_sleep", "virtual"]
