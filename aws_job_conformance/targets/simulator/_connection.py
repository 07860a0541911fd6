"""One connection: requests in, answers out, each of them within its time and its size."""

from __future__ import annotations

import asyncio
import socket
import struct
from http.client import responses
from typing import TYPE_CHECKING

import h11

from aws_job_conformance.core.errors import CutError, RefusalError
from aws_job_conformance.protocol.http import HttpResponse
from aws_job_conformance.targets.simulator import _request_heads
from aws_job_conformance.targets.simulator._server_limits import must_fit, shown

if TYPE_CHECKING:
    from aws_job_conformance.targets.simulator._http_server import HttpServer

OWN = {"x-aws-job-conformance": "simulator"}
"""What every answer says of who gave it."""

_PIECE, _CHUNKS = 64 * 1024, 16 * 1024
_LINGER_NOT = struct.pack("ii", 1, 0)
_FAREWELL = 2.0
_BODY_HAS = "the body of such a request has"


class Connection:
    """Reads requests one after the other; no request is answered before its body is there."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, house: HttpServer
    ) -> None:
        self._reader, self._writer, self._house = reader, writer, house
        self._limits = house.limits
        self._held = 0
        self._rest = bytearray()
        writer.transport.set_write_buffer_limits(high=0)  # so that `drain` waits for all of it

    async def serve(self) -> None:
        """Answer until the caller goes, or one of its requests ends the connection."""
        try:
            while await self._exchange():
                pass
        except (OSError, TimeoutError, EOFError):
            self.abort()  # a caller that goes in the middle of anything is nothing to tell
        finally:
            self._house.hold(-self._held)
            self._writer.close()

    async def turn_away(self) -> None:
        """Say that there are too many connections, and close."""
        most = self._limits.connections
        sentence = f"{most} connections are open, and no more are taken"
        try:
            await self._last(_end(plain(RefusalError(503, "ServiceUnavailable", sentence))))
        except (OSError, TimeoutError):
            self.abort()
        finally:
            self._writer.close()

    def abort(self) -> None:
        """Close at once."""
        self._writer.transport.abort()

    async def _exchange(self) -> bool:
        """Answer one request; return whether another may follow."""
        raw, head = b"", None
        wire = h11.Connection(h11.SERVER, max_incomplete_event_size=self._limits.head)
        try:
            raw = await self._head()
            if not raw:
                return False
            head = _request_heads.read(raw, self._limits)
            body = await self._body(wire, raw, head)
        except RefusalError as error:
            await self._refuse(head, error)
            return False
        try:
            message = await self._house.answer(head, body)
        except CutError as cut_off:
            await asyncio.sleep(cut_off.silent)
            await self._cut(cut_off)
            return False
        except Exception as error:  # noqa: BLE001 - a defect of an application ends one request, not the server
            why = f"a defect of the simulator ({type(error).__name__}); report it"
            await self._refuse(head, RefusalError(500, "InternalFailure", why))
            return False
        self._held -= len(body)
        self._house.hold(-len(body))
        return await self._send(wire, head.method, message)

    async def _head(self) -> bytes:
        """Return the next head, its empty line included; empty where none comes."""
        self._house.rest(self, resting=not self._rest)
        try:
            async with asyncio.timeout(self._limits.idle):
                while not self._begun():
                    if not await self._more(_PIECE):
                        return b""
        except TimeoutError:
            return b""
        finally:
            self._house.rest(self, resting=False)
        try:
            async with asyncio.timeout(self._limits.head_within):
                return await self._whole_head()
        except TimeoutError:
            raise _late("the header", self._limits.head_within) from None

    def _begun(self) -> bool:
        """Skip empty lines before a request; return whether it has begun."""
        while self._rest.startswith(b"\r\n"):
            del self._rest[:2]
        return bool(self._rest) and self._rest != b"\r"

    async def _whole_head(self) -> bytes:
        looked = 0
        while True:
            end = self._rest.find(b"\r\n\r\n", max(0, looked - 3))
            head = self._rest if end < 0 else self._rest[: end + 4]
            _request_heads.must_be_possible(head, looked, self._limits)
            if end >= 0:
                del self._rest[: end + 4]
                return bytes(head)
            looked = len(self._rest)
            if not await self._more(_PIECE):
                raise _request_heads.bad("the connection ended within the header")

    async def _more(self, most: int) -> bool:
        """Read what is there; return whether anything was."""
        piece = await self._reader.read(most)
        self._rest += piece
        return bool(piece)

    async def _body(self, wire: h11.Connection, raw: bytes, head: _request_heads.Head) -> bytes:
        """Return the whole body of a request."""
        limits = self._limits
        most = limits.file if head.method == "PUT" else limits.call
        must_fit(head.length or 0, most, _BODY_HAS)
        try:
            wire.receive_data(raw)
            wire.next_event()
            if head.waits and not self._rest:
                told = wire.send(h11.InformationalResponse(status_code=100, headers=[]))
                await self._write(told or b"")
            async with asyncio.timeout(limits.body_within):
                return await self._read(wire, most, _CHUNKS if head.length is None else _PIECE)
        except h11.RemoteProtocolError:
            is_short = self._reader.at_eof()
            why = "the connection ended within the body" if is_short else "a chunk is malformed"
            raise _request_heads.bad(why) from None
        except TimeoutError:
            raise _late("the body", limits.body_within) from None

    async def _read(self, wire: h11.Connection, most: int, piece: int) -> bytes:
        found: list[bytes] = []
        size = 0
        while True:
            event = wire.next_event()
            if event is h11.NEED_DATA:
                if not self._rest and not await self._more(piece):
                    wire.receive_data(b"")
                else:
                    wire.receive_data(bytes(self._rest))
                    self._rest.clear()
            elif isinstance(event, h11.Data):
                size += len(event.data)
                must_fit(size, most, _BODY_HAS)
                self._hold(len(event.data))
                found.append(bytes(event.data))
            else:
                self._rest[:0] = wire.trailing_data[0]
                return b"".join(found)

    def _hold(self, count: int) -> None:
        self._held += count
        if not self._house.hold(count):
            why = f"bodies of {shown(self._limits.buffered)} are on their way; ask again"
            raise RefusalError(503, "ServiceUnavailable", why)

    async def _refuse(self, head: _request_heads.Head | None, error: RefusalError) -> None:
        """Answer what is no request or none to be taken, and say farewell."""
        message = await self._house.refusal(head, error)
        await self._last(_end(message, is_head=head is not None and head.method == "HEAD"))

    async def _last(self, data: bytes) -> None:
        """Send the last that is said, and let the caller read it."""
        await self._write(data)
        # A socket that is closed with bytes unread is reset, and the answer with it.
        self._rest.clear()
        self._writer.write_eof()
        async with asyncio.timeout(_FAREWELL):
            while await self._reader.read(_PIECE):
                pass

    async def _send(self, wire: h11.Connection, method: str, message: HttpResponse) -> bool:
        """Send an answer; return whether the connection stays open."""
        told = [(name.encode(), value.encode("latin-1")) for name, value in fields(message)]
        reason = phrase(message).encode()
        answer = h11.Response(status_code=message.status, headers=told, reason=reason)
        sent = wire.send(answer) or b""
        if method != "HEAD":
            sent += wire.send(h11.Data(data=message.body)) or b""
        sent += wire.send(h11.EndOfMessage()) or b""
        await self._write(sent)
        return wire.our_state is h11.DONE

    async def _write(self, data: bytes) -> None:
        self._writer.write(data)
        async with asyncio.timeout(self._limits.answer_within):
            await self._writer.drain()

    async def _cut(self, cut_off: CutError) -> None:
        """Send what there is of an answer, then reset the connection, or close it."""
        await self._write(cut_off.sent)
        if not cut_off.resets:
            return
        own = self._writer.get_extra_info("socket")
        own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
        self.abort()


def plain(error: RefusalError) -> HttpResponse:
    """Return a refusal as plain text, for whoever asked for no operation."""
    body = f"{error.code}: {error}\n".encode()
    return HttpResponse(error.status, {"content-type": "text/plain; charset=utf-8"}, body)


def fields(message: HttpResponse) -> list[tuple[str, str]]:
    """Return the header of an answer as it travels."""
    return [*{**OWN, **message.headers, "content-length": str(len(message.body))}.items()]


def _end(message: HttpResponse, *, is_head: bool = False) -> bytes:
    """Return the last answer of a connection as it travels, to a request that h11 never saw."""
    every = [*fields(message), ("connection", "close")]
    start = f"HTTP/1.1 {message.status} {phrase(message)}\r\n"
    told = start + "".join(f"{name}: {value}\r\n" for name, value in every) + "\r\n"
    return told.encode("latin-1") + (b"" if is_head else message.body)


def phrase(message: HttpResponse) -> str:
    """Return the words of an answer's status; none where no standard has any."""
    return responses.get(message.status, "")


def _late(what: str, seconds: float) -> RefusalError:
    return RefusalError(408, "RequestTimeout", f"{what} was not there within {seconds:g} seconds")
