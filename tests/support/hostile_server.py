"""A server on loopback that sends whatever bytes it is told, for as long as anybody reads."""

from __future__ import annotations

import itertools
import socket
import threading
from contextlib import contextmanager, suppress


@contextmanager
def sending(*pieces, pause=0.0, closes=True, count=itertools.count):
    """Serve pieces of bytes to every caller, the last one for ever; give the URL and who called.

    pause: seconds between two pieces. closes: whether the connection is closed after them, where
    there is an end. count: of how often the last is sent.
    """
    over, callers = threading.Event(), []
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.05)

    def talk(own):
        with own, suppress(OSError):
            own.settimeout(20)
            own.recv(65536)
            for number, piece in enumerate(pieces):
                last = number == len(pieces) - 1
                for _ in count() if last else range(1):
                    own.sendall(piece)
                    if over.wait(pause) if pause else over.is_set():
                        return
            if not closes:
                over.wait(20)
            own.shutdown(socket.SHUT_WR)  # closed with bytes unread, it would be reset
            while own.recv(65536):
                pass

    def listen():
        while not over.is_set():
            with suppress(TimeoutError):
                own, caller = listener.accept()
                callers.append(caller)  # before it is answered: who has an answer is in the list
                threading.Thread(target=talk, args=(own,), daemon=True).start()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", callers
    finally:
        over.set()
        thread.join()
        listener.close()


def once():
    """Return that the last piece is sent once."""
    return range(1)
