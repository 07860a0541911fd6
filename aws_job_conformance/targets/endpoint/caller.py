"""The clients of one server, a real account or an emulator, under a guard and a budget."""

import os
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from importlib.metadata import version
from typing import Any
from unittest import mock

from aws_job_conformance.clients import offline
from aws_job_conformance.core.errors import StoppedError
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.targets import origin as origins
from aws_job_conformance.targets.endpoint import _emulator, _sessions, trouble
from aws_job_conformance.targets.endpoint._answer_limits import Bounds
from aws_job_conformance.targets.endpoint.addresses import is_loopback, must_be_address, of_same
from aws_job_conformance.targets.endpoint.budget import Budget
from aws_job_conformance.targets.endpoint.guard import WHO_AM_I, Guard

_ONE_CALL = {"total_max_attempts": 1, "mode": "standard"}
"""Each answer is one poll, whatever AWS_RETRY_MODE and AWS_MAX_ATTEMPTS say."""

_NO_PLUGINS = {"BOTOCORE_EXPERIMENTAL__PLUGINS": "DISABLED"}
"""Modules that botocore would import into each new client, and hand the client to."""

_CONNECT_WITHIN, _ANSWER_WITHIN = 10, 30
_ACCOUNT_OF_NOBODY = "000000000000"
_ACCOUNT_DIGITS = 12
_ANY_REGION = "us-east-1"
_SENT = "sent"


class CallCount:
    """The calls of some clients so far. made: operation to `sent`, and to each HTTP status."""

    def __init__(self) -> None:
        self.made: dict[str, Counter[str]] = {}

    def on(self, client: Any) -> None:
        """Count what a botocore client sends from now on."""
        own = client.meta.service_model

        def count(event_name: str, response_dict: Any = None, **_: Any) -> None:
            operation = f"{own.service_name}:{event_name.rpartition('.')[2]}"
            what = _SENT if response_dict is None else str(response_dict["status_code"])
            self.made.setdefault(operation, Counter())[what] += 1

        for event in ("before-send", "before-parse"):
            client.meta.events.register(event, count)


class Caller:
    """Makes the clients of one server; use `live` or `at` to have one.

    has_own_keys: whether calls are signed with the user's credentials. signed_by: how these were
    found, never what they are. calls: what was sent so far.
    """

    def __init__(
        self,
        session: Any,
        server: _sessions.Server,
        guard: Guard,
        budget: Budget | None,
        *,
        has_own_keys: bool,
    ) -> None:
        self._session, self.server, self.guard, self._budget = session, server, guard, budget
        self._has_own_keys = has_own_keys
        self._clients = dict[str, Any]()
        self._sent = dict[str, str]()
        self._answered: dict[str, tuple[str, dict[str, str]]] = {}
        self._account: str | None = None
        self._bounds, self.calls = Bounds(), CallCount()
        self._known = _sessions.secrets(session) if has_own_keys else set()
        credentials = session.get_credentials() if has_own_keys else None
        found_by = str(getattr(credentials, "method", "no credentials"))
        self.signed_by = found_by if has_own_keys else "nobody's keys"

    @property
    def region(self) -> str:
        """The region that is asked."""
        return self.server.region

    @property
    def partition(self) -> str:
        """The partition of the region, such as `aws-cn`."""
        return self.server.partition

    @property
    def is_live(self) -> bool:
        """Whether a real account answers, or may."""
        return self.server.is_live

    @property
    def known(self) -> frozenset[str]:
        """Keys, tokens and the account: strings that may be neither printed nor stored."""
        return frozenset(self._known)

    def client(self, service: str) -> Any:
        """Return the one client of a service.

        Raises what botocore does for credentials and configuration that it cannot use (`trouble.of`
        tells it).
        """
        if service not in self._clients:
            self._clients[service] = self._made(service)
        return self._clients[service]

    def throttled(self, service: str) -> bool:
        """Count that a call was throttled; return whether the service is asked nothing more."""
        return self._budget is not None and self._budget.throttled(service)

    def account(self) -> str:
        """Return the account: of the credentials, or asked of STS.

        An emulator without STS has the account of nobody. Raises StoppedError where AWS does not
        tell.
        """
        if self._account is None:
            try:
                self._learn(self._own_account() or self._asked_account())
            except Exception as error:
                if self.is_live:
                    raise StoppedError(trouble.of(error, WHO_AM_I, self)) from error
                self._learn(_ACCOUNT_OF_NOBODY)
        return str(self._account)

    def may_upload(self, url: str) -> bool:
        """Return whether a file may be put at a URL that this server gave for it.

        It is of the server itself, or of AWS where AWS is asked: a stranger's answer sends nothing
        to other hosts.
        """
        return of_same(url, self.server.url)

    def origin(self, service: str) -> str:
        """Return where the last answer of a service came from, as cassettes state it."""
        if service not in self._answered:
            return "unknown"
        url, headers = self._answered[service]
        if (found := origins.origin(url, service, headers=headers)) is not None:
            return found
        if self.server.emulator is None and self.server.url is not None:
            self.server = replace(self.server, emulator=_emulator.named(self.server.url))
        return f"emulator {self.server.emulator or _emulator.UNKNOWN}"

    def _learn(self, account: str) -> None:
        self._account = account
        if self._has_own_keys:
            self._known.add(account)

    def _own_account(self) -> str | None:
        credentials = self._session.get_credentials() if self._has_own_keys else None
        return _account(getattr(credentials, "account_id", None))

    def _asked_account(self) -> str:
        found = self.client(Operation(WHO_AM_I).service).get_caller_identity().get("Account")
        return _account(found) or _ACCOUNT_OF_NOBODY

    def _made(self, service: str) -> Any:
        own = self._session.get_component("data_loader")
        given: dict[str, Any] = {
            "region_name": self.region,
            "config": self._config(),
            "endpoint_url": self.server.url,
            # The newest, as the guard reads it, whatever `api_versions` of a profile says.
            "api_version": own.determine_latest_version(service, "service-2"),
        }
        with ExitStack() as stack:
            stack.enter_context(mock.patch.dict(os.environ, _NO_PLUGINS))
            if not self._has_own_keys:
                stack.enter_context(offline.no_aws_environment())
                given |= {"aws_access_key_id": "nobody", "aws_secret_access_key": "nobody"}
            client = self._session.create_client(service, **given)
        self._bounds.on(client)
        if self.server.url is not None:
            offline.ask_only(client, self.server.url)
        self.guard.on(client, self.server.url)
        if self._budget is not None:
            self._budget.on(client)
        self.calls.on(client)
        self._hear(client, service)
        return client

    def _config(self) -> Any:
        from botocore.config import Config  # noqa: PLC0415 - a tenth of a second that `check` never needs

        given: dict[str, Any] = {
            "retries": dict(_ONE_CALL),
            "parameter_validation": False,  # malformed ids are asked for on purpose
            "endpoint_discovery_enabled": False,  # a call that nobody has listed
            "disable_request_compression": True,  # the guard looks at what is sent
            "user_agent_extra": f"aws-job-conformance/{version('aws-job-conformance')}",
            "connect_timeout": _CONNECT_WITHIN,
            "read_timeout": _ANSWER_WITHIN,
        }
        if self.server.url is not None:
            # One host is asked, the bucket is no part of it.
            given |= {"inject_host_prefix": False, "s3": {"addressing_style": "path"}}
            if is_loopback(self.server.url):
                given["proxies"] = {}
        return Config(**given)

    def _hear(self, client: Any, service: str) -> None:
        """Keep what credentials sign, where calls go and what answers."""

        def signed(request_signer: Any, **_: Any) -> None:
            credentials = request_signer._credentials  # noqa: SLF001 - refreshed, so the session's may be older
            if credentials is not None and self._has_own_keys:
                now = credentials.get_frozen_credentials()
                self._known |= {part for part in now[:3] if part}

        def sent(request: Any, **_: Any) -> None:
            self._sent[service] = str(request.url)

        def answered(response_dict: Any, **_: Any) -> None:
            headers = {str(k).lower(): str(v) for k, v in dict(response_dict["headers"]).items()}
            self._answered[service] = (self._sent.get(service, ""), headers)

        client.meta.events.register("before-sign", signed)
        client.meta.events.register("before-send", sent)
        client.meta.events.register("before-parse", answered)


def _account(text: Any) -> str | None:
    is_one = isinstance(text, str) and len(text) == _ACCOUNT_DIGITS and text.isdecimal()
    return text if is_one else None


def live(
    guard: Guard,
    *,
    profile: str | None = None,
    region: str | None = None,
    budget: Budget | None = None,
) -> Caller:
    """Return a caller of a real account, with botocore's usual chain of credentials.

    What the user has configured is kept (profiles, web identity, CA bundle, proxies, FIPS,
    dual-stack), retries aside. Raises InputError for a profile that is not there, no region, half
    of the credentials, or an endpoint that is configured; without any, each call fails.
    """
    session, server = _sessions.of_user(profile, region)
    _sessions.must_ask_aws(session, guard.services)
    return Caller(session, server, guard, budget, has_own_keys=True)


def at(  # noqa: PLR0913 - a server, and what is rarely needed, by name
    url: str,
    guard: Guard,
    *,
    profile: str | None = None,
    region: str | None = None,
    emulator: str | None = None,
    budget: Budget | None = None,
) -> Caller:
    """Return a caller of the server at a URL; calls are signed with keys nobody has.

    profile: whose credentials sign in their place, for a VPC endpoint or a gateway that wants them.
    emulator: `NAME VERSION`, where the server does not say. Raises InputError for what is no URL.
    """
    must_be_address(url)
    if profile is not None:
        session, server = _sessions.of_user(profile, region)
    else:
        session = _sessions.of_nobody()
        with offline.no_aws_environment():
            server = _sessions.server_in(session, region or _ANY_REGION)
    server = replace(server, url=url, emulator=emulator)
    return Caller(session, server, guard, budget, has_own_keys=profile is not None)
