"""AWS on loopback: what an unmodified client of a real account talks to, under AWS's own names.

`HTTPS_PROXY` leads every client here, and `AWS_CA_BUNDLE` makes it trust a certificate authority
made for this process. The proxy takes `CONNECT email.eu-west-1.amazonaws.com:443`, speaks TLS with
a certificate for that name, and hands what it reads to a WSGI application; only STS and the portal
of SSO are answered by loopback_credentials.py, so that chains of credentials run for real. Nothing
leaves the machine.

    with aws(Simulator((), setup()), tmp_path) as there:
        run([...], env=there.environment("role"))
        assert there.hosts == {"sts.eu-west-1.amazonaws.com", "email.eu-west-1.amazonaws.com"}
"""

from __future__ import annotations

import base64
import os
import ssl
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

import trustme

from support.loopback import served
from support.loopback_credentials import REGION, configure, sso, sts

_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@dataclass(frozen=True)
class Request:
    """One request that came out of a tunnel."""

    host: str
    method: str
    target: str
    headers: dict
    body: bytes


@lru_cache(maxsize=1)
def authority():
    """Return the certificate authority of this process."""
    return trustme.CA(organization_name="loopback")


@lru_cache(maxsize=64)
def tls(host):
    """Return a server's TLS for a host name."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority().issue_cert(host).configure_cert(context)
    return context


@dataclass
class Aws:
    """What is asked, and the environment that leads a client here.

    password: what the proxy wants to know, as `user:password`.
    """

    app: object
    place: Path
    port: int = 0
    password: str | None = None
    asked: list = field(default_factory=list)

    @property
    def hosts(self):
        return {request.host for request in self.asked}

    @property
    def proxy(self):
        return f"http://127.0.0.1:{self.port}"

    def environment(self, way="keys", *, trusted=True):
        """Return an environment for a process, with nothing of AWS in it but what leads here.

        way: where credentials come from, one of `loopback_credentials.WAYS`. trusted: whether the
        certificates are.
        """
        home = self.place / f"home-{way}"
        (home / ".aws").mkdir(parents=True, exist_ok=True)
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("AWS_") and name.lower() not in _PROXIES
        }
        bundle = self.place / "authority.pem"
        authority().cert_pem.write_to_path(str(bundle))
        told = {
            "HOME": str(home),
            "USERPROFILE": str(home),
            "HTTPS_PROXY": self.proxy,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_DEFAULT_REGION": REGION,
            "AWS_CONFIG_FILE": str(home / ".aws" / "config"),
            "AWS_SHARED_CREDENTIALS_FILE": str(home / ".aws" / "credentials"),
        }
        if trusted:
            told["AWS_CA_BUNDLE"] = str(bundle)
        return kept | told | configure(way, home)

    def answer(self, request, environ, start_response):
        """Answer what is asked of a host: credentials here, the rest by the application."""
        self.asked.append(request)
        if request.host.startswith("sts."):
            return sts(request, start_response)
        if request.host.startswith("portal.sso."):
            return sso(request, start_response)
        return self.app(environ, start_response)


class _Quiet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def log_message(self, *_):
        pass


class _Tunnel(_Quiet):
    """The proxy: takes a CONNECT, and goes on inside."""

    def do_CONNECT(self):
        there = self.server.there
        wanted = there.password and f"Basic {base64.b64encode(there.password.encode()).decode()}"
        refused = bool(wanted) and self.headers.get("proxy-authorization") != wanted
        self.send_response_only(407 if refused else 200)
        self.end_headers()
        self.wfile.flush()
        self.close_connection = True
        if not refused:
            host = self.path.rpartition(":")[0]
            with suppress(OSError), tls(host).wrap_socket(self.connection, server_side=True) as own:
                _Inside(own, self.client_address, self.server)


class _Inside(_Quiet):
    """One host of AWS, to a client that came through the tunnel."""

    def __getattr__(self, name):
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def _answer(self):
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        host, found = headers["host"].partition(":")[0], urlsplit(self.path)
        environ = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote(found.path, "latin-1"),
            "QUERY_STRING": found.query,
            "REQUEST_URI": self.path,
            "SERVER_NAME": host,
            "SERVER_PORT": "443",
            "SERVER_PROTOCOL": self.request_version,
            "CONTENT_TYPE": headers.get("content-type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.url_scheme": "https",
            "wsgi.input": BytesIO(body),
            "wsgi.errors": BytesIO(),
            "werkzeug.socket": self.connection,
            **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
        }
        started = []
        request = Request(host, self.command, self.path, headers, body)
        answer = self.server.there.answer(request, environ, lambda *told: started.extend(told[:2]))
        content = b"".join(answer)
        status, told = started
        self.send_response_only(int(status.split()[0]))
        for name, value in {
            **{n.lower(): v for n, v in told},
            "content-length": len(content),
        }.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(content if self.command != "HEAD" else b"")


@contextmanager
def aws(app, place, *, password=None):
    """Serve a WSGI application as all of AWS; files for clients are written to a folder."""
    with served(_Tunnel) as running:
        running.there = Aws(app, Path(place), running.server_port, password)
        yield running.there
