"""One request and the answer to it, as they are recorded."""

from __future__ import annotations
