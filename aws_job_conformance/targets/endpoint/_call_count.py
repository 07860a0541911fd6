"""How many calls were sent, of which operations, and with which HTTP status they were answered."""

from __future__ import annotations

from collections import Counter
from typing import Any

SENT = "sent"


class CallCount:
    """The calls of some clients so far. made: operation to `sent`, and to each HTTP status."""

    def __init__(self) -> None:
        self.made: dict[str, Counter[str]] = {}

    def on(self, client: Any) -> None:
        """Count what a botocore client sends from now on."""
        own = client.meta.service_model

        def count(event_name: str, response_dict: Any = None, **_: Any) -> None:
            operation = f"{own.service_name}:{event_name.rpartition('.')[2]}"
            what = SENT if response_dict is None else str(response_dict["status_code"])
            self.made.setdefault(operation, Counter())[what] += 1

        for event in ("before-send", "before-parse"):
            client.meta.events.register(event, count)
