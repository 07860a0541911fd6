"""Which addresses are this machine's own, and which are none at all."""

import ipaddress
import socket
import time
from urllib.parse import urlsplit

from aws_job_conformance.core.errors import InputError

_AWS = (".amazonaws.com", ".amazonaws.com.cn", ".api.aws")


def is_loopback(url: str) -> bool:
    """Return whether a URL names this machine.

    By its form alone: `localhost` and what ends in `.localhost`, 127.0.0.0/8, ::1. No name is ever
    resolved, so `localhost.localstack.cloud` is no loopback: whoever answers for it may change.
    """
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return False
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return bool((getattr(address, "ipv4_mapped", None) or address).is_loopback)


def of_same(url: str, server: str | None) -> bool:
    """Return whether a URL is of the server that was asked; server: its URL, None for AWS.

    Loopback is all one: emulators give files a port or a name of their own.
    """
    try:
        found, asked = urlsplit(url), urlsplit(server or "")
    except ValueError:
        return False
    host = (found.hostname or "").lower()
    if server is None:
        return found.scheme == "https" and host.endswith(_AWS)
    if found.scheme not in {"http", "https"}:
        return False
    return host == (asked.hostname or "").lower() or (is_loopback(url) and is_loopback(server))


def must_be_address(url: str) -> None:
    """Raise InputError for what is no URL of a server, or what two readers read differently."""
    form = "an address such as http://localhost:5000"
    try:
        found = urlsplit(url)
        host, port = found.hostname, found.port
    except ValueError:
        found, host, port = urlsplit(""), None, None
    if found.scheme not in {"http", "https"} or not host or port == 0:
        raise InputError(f"--endpoint-url: {url!r} is not {form}")
    is_odd = "@" in found.netloc or "\\" in url or " " in url
    if is_odd or not url.isascii() or not url.isprintable():
        raise InputError(
            f"--endpoint-url takes {form}, without a user, a space, \\ or a letter beyond ASCII"
        )
    if found.query or found.fragment:
        raise InputError(f"--endpoint-url takes {form}, without ? and #")


def wait_for(url: str, seconds: float = 10.0) -> None:
    """Wait until something listens at a URL on loopback: a server that was just started may not.

    Returns at the end of that time too; what is asked then says what is wrong.
    """
    found = urlsplit(url)
    port = found.port or (443 if found.scheme == "https" else 80)
    end = time.monotonic() + seconds
    while is_loopback(url) and time.monotonic() < end:
        try:
            socket.create_connection((found.hostname or "", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
