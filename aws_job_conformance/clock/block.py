"""A block with a time of its own: what stands in place of Python's clocks while one is open."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest import mock

from aws_job_conformance.clock import _clocks, _threads, _waits
from aws_job_conformance.clock._watcher import watcher
from aws_job_conformance.clock.world import Listener, World, current, release, settle

_lock = threading.Lock()
_put_back = ExitStack()
_open = 0


@contextmanager
def virtual(listener: Listener) -> Iterator[World]:
    """Give the calling thread, and the threads that it starts, a time of their own in the block.

    A block within another of the same thread shares its time. listener: told of each wait. Raises
    SuiteError on a Python whose functions cannot be exchanged.
    """
    ident, outer = threading.get_ident(), current()
    world = outer or World()
    _enter()
    if outer is None:
        settle(ident, world)
    world.listeners.append(listener)
    watcher.add(world, listener)
    try:
        yield world
    finally:
        world.listeners.remove(listener)
        watcher.remove(world)
        if world.listeners:
            watcher.add(world, world.listeners[-1])
        if outer is None:
            world.is_over = True  # threads that go on wait for what is left of it in real time
            release(ident)
        _leave()


def _enter() -> None:
    global _open  # noqa: PLW0603 - Python has one clock of each kind, and so there is one count
    with _lock:
        watcher.start()
        if not _open:
            for one in (*_waits.EXCHANGED, *_clocks.EXCHANGED, *_threads.EXCHANGED):
                one.put()
                _put_back.callback(one.take_back)
            for attribute in tuple(_waits.attributes()):
                _put_back.enter_context(mock.patch.object(*attribute))
            _put_back.callback(_threads.hush())
        _open += 1


def _leave() -> None:
    global _open  # noqa: PLW0603 - as above
    with _lock:
        watcher.stop()
        _open -= 1
        if not _open:
            _put_back.close()
