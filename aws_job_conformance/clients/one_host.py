"""A client that is given a server's URL asks that server, whatever its service puts before it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit


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
