"""Real botocore clients that know nothing of the caller's profile, endpoints or environment."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from aws_job_conformance.protocol import model_files, package_models
from aws_job_conformance.protocol.http import HttpResponse

CBOR = "smithy-rpc-v2-cbor"
_KEYS = {"aws_access_key_id": "nobody", "aws_secret_access_key": "nobody"}
NOBODY = {"region_name": "us-east-1", **_KEYS}
"""The region of a client whose requests go nowhere, and the keys that sign them."""


def environment() -> dict[str, str]:
    """Return the process environment without anything of AWS in it."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("AWS_") or k == "AWS_DATA_PATH"}
    nothing = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    return kept | nothing | {"AWS_EC2_METADATA_DISABLED": "true"}


@contextmanager
def no_aws_environment() -> Iterator[None]:
    """A client is the same whatever profile, endpoint or CA bundle the caller has configured."""
    before = _of_aws(os.environ)
    _put_of_aws(_of_aws(environment()))
    try:
        yield
    finally:
        _put_of_aws(before)


def _of_aws(variables: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in variables.items() if name.startswith("AWS_")}


def _put_of_aws(wanted: Mapping[str, str]) -> None:
    """Put these in place of AWS's variables; all others stay untouched, as that takes long."""
    there = _of_aws(os.environ)
    for name in there.keys() - wanted.keys():
        os.environ.pop(name, None)
    for name in wanted:
        if there.get(name) != wanted[name]:
            os.environ[name] = wanted[name]


def client(  # noqa: PLR0913 - the settings of a client, by name
    service: str,
    endpoint: str,
    *,
    retries: Mapping[str, Any],
    protocol: str | None = None,
    has_host_prefix: bool = False,
    proxies: Mapping[str, str] | None = None,
) -> Any:
    """Return a new botocore client that signs with keys nobody has.

    retries: as `botocore.config.Config` takes them; the default mode has changed, so name one.
    protocol: the only one it may speak, None for what the model prefers. has_host_prefix: whether
    an operation puts its own before the host. proxies: by scheme; None for those of the
    environment. Raises ValueError for an endpoint that botocore does
    not take.
    """
    from botocore.config import Config  # noqa: PLC0415 - a tenth of a second that `check` never needs

    config = Config(
        retries=dict(retries),
        parameter_validation=False,  # a recorded id may be redacted
        inject_host_prefix=has_host_prefix,
        proxies=proxies,
    )
    with no_aws_environment():
        return _session(protocol).create_client(
            service, endpoint_url=endpoint, config=config, **NOBODY
        )


def ask_only(client: Any, url: str) -> None:
    """Have a botocore client ask the host of a URL, and no host below it.

    S3 Control puts the account before the host, by rules that no setting of a client turns off:
    `123456789012.127.0.0.1` is nobody's name.
    """
    host = urlsplit(url).netloc

    def without_prefix(params: dict[str, Any], **_: Any) -> None:
        parts = urlsplit(params["url"])
        if parts.netloc.endswith(f".{host}"):
            params["url"] = parts._replace(netloc=host).geturl()

    client.meta.events.register(
        f"before-call.{client.meta.service_model.service_id.hyphenize()}", without_prefix
    )


def sent_back(request: Any, answer: HttpResponse) -> Any:
    """Return an answer as botocore has it of the network; request: what it answers, with a url."""
    from botocore.awsrequest import AWSResponse  # noqa: PLC0415 - as above

    raw = SimpleNamespace(stream=lambda: iter([answer.body]))
    return AWSResponse(request.url, answer.status, answer.headers, raw)


@lru_cache(maxsize=2)
def _session(protocol: str | None) -> Any:
    import botocore.loaders  # noqa: PLC0415 - as above
    import botocore.session  # noqa: PLC0415 - as above

    class OneProtocol(botocore.loaders.Loader):  # type: ignore[misc] # botocore ships no types
        """botocore has no setting for the protocol: it takes the first that the model lists."""

        def load_service_model(self, *named: Any, **also: Any) -> Any:
            found = super().load_service_model(*named, **also)
            if protocol not in found.get("metadata", {}).get("protocols", ()):
                return found
            return {**found, "metadata": {**found["metadata"], "protocols": [protocol]}}

    with no_aws_environment():
        session = botocore.session.Session()
        loader = session.get_component("data_loader")
        loader.search_paths.append(package_models.dropped())
        if protocol is not None:
            loader = OneProtocol(loader.search_paths)
            session.register_component("data_loader", loader)
        loader.file_loader = model_files.BotocoreFiles()
        return session
