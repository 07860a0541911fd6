"""Calls without an answer: what the client raised, told plainly."""

import os
import re
import socket
from collections.abc import Iterator
from typing import Any

from aws_job_conformance.core import errors
from aws_job_conformance.core.operation import Operation
from aws_job_conformance.core.suggest import nearest
from aws_job_conformance.protocol.http import HttpResponse
from aws_job_conformance.targets.endpoint.trouble import kinds
from aws_job_conformance.targets.endpoint.trouble._refusals import PROXY_WANTS, of_answer
from aws_job_conformance.targets.endpoint.trouble.kinds import AskedServer, ServerTrouble

Told = tuple[kinds.TroubleKind, str]
"""The kind of a trouble, and its sentence."""

_MOST_REGIONS = 12
_LONGEST_SENTENCE = 600
_TUNNEL = re.compile(r"Tunnel connection failed: (\d{3})\b")
"""How the client tells the status of a proxy's answer; ports in addresses may look like one."""

_WANTS_TO_KNOW = "407"
_NONE = {"NoCredentialsError", "NoAuthTokenError"}
_EXPIRED = {"UnauthorizedSSOTokenError", "SSOTokenLoadError", "TokenRetrievalError", "LoginError"}
_LOST = {
    *("CredentialRetrievalError", "MetadataRetrievalError", "SSOError"),
    "RefreshWithMFAUnsupportedError",
}
_NO_ENDPOINT = {"EndpointProviderError", "BaseEndpointResolverError"}
_UNUSABLE = {
    *("ConfigParseError", "ConfigNotFound", "InvalidConfigError", "UnknownCredentialError"),
    *("InvalidProxiesConfigError", "MissingDependencyException", "InvalidDefaultsMode"),
    "InvalidEndpointConfigurationError",
}
"""Errors of botocore by their names."""

_WAYS = ("original_error", "reason", "__cause__", "__context__")
"""Where an error has the one that it came from, beside its arguments."""

_NAMES_ITSELF = (errors.CallRefusedError, errors.ServiceStoppedError)


def of(error: BaseException, operation: str, asked: AskedServer) -> ServerTrouble:
    """Return why a call has no answer.

    error: what the client raised. operation: `service:Operation` that was called; empty where the
    client could not even be made.
    """
    from botocore.exceptions import ClientError  # noqa: PLC0415 - loads late

    if isinstance(error, ClientError):  # of a call that the credentials needed, or the account
        return _of_client_error(error, operation, asked)
    kind, said = _told(error, operation, asked)
    where = "" if not operation or isinstance(error, _NAMES_ITSELF) else f"{operation}: "
    return ServerTrouble(kind, kinds.masked(f"{where}{said}", asked.known, _LONGEST_SENTENCE))


def _of_client_error(error: Any, operation: str, asked: AskedServer) -> ServerTrouble:
    wrong, told = error.response.get("Error", {}), error.response.get("ResponseMetadata", {})
    name = str(error.operation_name)
    same = name == Operation(operation).name
    seen = HttpResponse(int(told.get("HTTPStatusCode", 0)), told.get("HTTPHeaders", {}), b"")
    called = operation if same or not operation else f"sts:{name}" if "Role" in name else name
    found = of_answer(seen, str(wrong.get("Code", "")), called, asked)
    said = kinds.masked(str(wrong.get("Message", "")), asked.known)
    if found.kind == "other":
        found = ServerTrouble("other", f"{found.sentence}: {said}")
    if same or not operation:
        return found
    kind: kinds.TroubleKind = "no-credentials" if found.kind in {"other", "denied"} else found.kind
    return ServerTrouble(kind, f"{operation}: the credentials cannot be had. {found.sentence}")


def _told(error: BaseException, operation: str, asked: AskedServer) -> Told:
    from botocore import exceptions as known  # noqa: PLC0415 - as above

    if isinstance(error, errors.CallRefusedError):
        return "refused-call", str(error)
    if isinstance(error, errors.ServiceStoppedError):
        return "throttled", str(error)
    if isinstance(error, errors.GivenUpError):
        return "connection", str(error)
    if isinstance(error, known.BotoCoreError):
        names = {one.__name__ for one in type(error).__mro__}
        found = _of_credentials(error, names) or _of_configuration(error, names, asked)
        return found or _of_connection(error, operation, asked)
    return "other", f"{type(error).__name__}: {error}"


def _of_credentials(error: Any, names: set[str]) -> Told | None:
    """Return what an error tells of credentials. names: of its classes."""
    name, given = type(error).__name__, error.kwargs
    if names & _NONE:
        return "no-credentials", (
            "no credentials. `aws configure` writes keys, `aws sso login` opens a session,"
            " AWS_PROFILE names a profile; or replay cassettes without --live."
        )
    if "PartialCredentialsError" in names:
        return "no-credentials", (
            f"half of the credentials: {given['provider']} has no {given['cred_var']}. Add it,"
            " or take away the other half."
        )
    if names & _EXPIRED:
        return "expired", (
            f"the session is expired or was never opened ({name}). `aws sso login` with this"
            " profile opens one."
        )
    if names & _LOST:
        return "no-credentials", f"the credentials cannot be had ({name}: {error}). Mend that."
    return None


def _of_configuration(error: Any, names: set[str], asked: AskedServer) -> Told | None:
    """Return what an error tells of what is configured. names: of its classes."""
    name, given = type(error).__name__, error.kwargs
    if "ProfileNotFound" in names:
        profiles = _profiles()
        there = f" There are {', '.join(sorted(profiles))}." if profiles else " There is none."
        hint = nearest(given["profile"], profiles)
        return "configuration", f"no profile {given['profile']!r}.{hint or there}"
    if "NoRegionError" in names:
        unread = " (AWS_REGION is not read)" if "AWS_REGION" in os.environ else ""
        return "configuration", (
            f"no region. Give --region, set AWS_DEFAULT_REGION{unread}, or add `region` to the"
            " profile."
        )
    if "InvalidRegionError" in names:
        return "configuration", f"{given['region_name']!r} is no region. Write it as eu-west-1."
    if names & _NO_ENDPOINT:
        return "configuration", (
            f"no endpoint in {asked.region} for what is configured ({error}). Look at"
            " AWS_USE_FIPS_ENDPOINT, AWS_USE_DUALSTACK_ENDPOINT and the region."
        )
    if names & _UNUSABLE:
        return "configuration", f"the configuration of AWS cannot be used ({name}): {error}"
    return None


def _of_connection(error: Any, operation: str, asked: AskedServer) -> Told:
    from botocore import exceptions as known  # noqa: PLC0415 - as above

    where = kinds.place(error.kwargs.get("endpoint_url"))
    causes = list(_causes(error))
    broken = next((cause for cause in causes if isinstance(cause, errors.BoundError)), None)
    if broken is not None:
        return "connection", f"{where} sent {broken}. No service answers so; correct the address."
    match error:
        case known.ProxyConnectionError():
            found = _of_proxy(kinds.place(error.kwargs.get("proxy_url")), causes, operation, asked)
        case known.SSLError():
            found = _of_tls(where, causes)
        case known.EndpointConnectionError() if _is_unresolved(causes):
            found = _unresolved(where, operation, asked)
        case known.EndpointConnectionError():
            fix = "Start the server, or correct the address."
            found = "connection", f"nothing answers at {where} ({_last(causes)}). {fix}"
        case known.ConnectTimeoutError():
            fix = "Is there a way to it from here?"
            found = "timeout", f"{where} does not answer a connection. {fix}"
        case known.ReadTimeoutError():
            found = "timeout", f"{where} took the call and did not answer in time. Run again later."
        case known.ConnectionClosedError() | known.IncompleteReadError():
            found = "connection", f"{where} broke off before the answer ({_last(causes)})"
        case _:
            found = "other", f"{type(error).__name__}: {error}"
    return found


def _of_proxy(proxy: str, causes: list[BaseException], operation: str, asked: AskedServer) -> Told:
    said = [found[1] for cause in causes for found in _TUNNEL.finditer(str(cause))]
    if _WANTS_TO_KNOW in said:
        return "proxy", PROXY_WANTS
    regions = _elsewhere(operation, asked)
    if regions and said:
        return _lacking(operation, asked, regions)  # the proxy could not resolve it
    return "proxy", f"the proxy {proxy} leads nowhere ({_last(causes)}). Correct HTTPS_PROXY."


def _of_tls(where: str, causes: list[BaseException]) -> Told:
    said = " ".join(str(cause) for cause in causes)
    if "WRONG_VERSION_NUMBER" in said or "record layer" in said:
        return "tls", f"{where} speaks no TLS. Ask it with http:// in place of https://."
    if "CERTIFICATE_VERIFY_FAILED" in said or "doesn't match" in said:
        verdict = said.partition("verify failed: ")[2].partition(" (_ssl")[0]
        why = verdict or "unknown to this machine"
        return "tls", (
            f"the certificate of {where} is not trusted ({why}). Behind a proxy that opens TLS, set"
            " AWS_CA_BUNDLE to its certificate."
        )
    why = f"no TLS with {where} ({_last(causes)})"
    return "tls", f"{why}. A proxy may break it; correct HTTPS_PROXY."


def _unresolved(where: str, operation: str, asked: AskedServer) -> Told:
    if regions := _elsewhere(operation, asked):
        return _lacking(operation, asked, regions)
    return "no-endpoint", (
        f"the name {where} is not known here. Correct the region or the address, or the network"
        " (HTTPS_PROXY, DNS)."
    )


def _lacking(operation: str, asked: AskedServer, regions: tuple[str, ...]) -> Told:
    shown = ", ".join(regions[:_MOST_REGIONS])
    more = f" and {len(regions) - _MOST_REGIONS} more" if len(regions) > _MOST_REGIONS else ""
    return "no-endpoint", (
        f"{operation.partition(':')[0]} has no endpoint in {asked.region}; regions that have:"
        f" {shown}{more}. Choose one with --region, or leave the operation out."
    )


def _elsewhere(operation: str, asked: AskedServer) -> tuple[str, ...]:
    """Return the regions that have a service, where the one that is asked has it not."""
    if not asked.is_live:
        return ()
    regions = regions_of(Operation(operation).service, asked.region)
    return () if asked.region in regions else regions


def regions_of(service: str, beside: str) -> tuple[str, ...]:
    """Return the regions of a service in the partition of a region; none where nobody knows."""
    from aws_job_conformance.protocol.model import session  # noqa: PLC0415 - as above

    try:
        partition = session().get_partition_for_region(beside)
        return tuple(sorted(session().get_available_regions(service, partition)))
    except Exception:  # noqa: BLE001 - a hint, and botocore raises much
        return ()


def _profiles() -> list[str]:
    import botocore.session  # noqa: PLC0415 - as above

    try:
        return list(botocore.session.Session().available_profiles)
    except Exception:  # noqa: BLE001 - a hint
        return []


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it came from, the last the first cause."""
    seen: set[int] = set()
    found: Any = error
    while isinstance(found, BaseException) and id(found) not in seen:
        seen.add(id(found))
        yield found
        named = getattr(found, "kwargs", {}).get("error")
        found = named or next(filter(None, (getattr(found, way, None) for way in _WAYS)), None)


def _is_unresolved(causes: list[BaseException]) -> bool:
    names = {type(cause).__name__ for cause in causes}
    return "NameResolutionError" in names or any(isinstance(c, socket.gaierror) for c in causes)


def _last(causes: list[BaseException]) -> str:
    """Return the first cause in a few words."""
    first = causes[-1]
    if isinstance(first, OSError) and first.strerror:
        return first.strerror
    return str(first)[:100] or type(first).__name__
