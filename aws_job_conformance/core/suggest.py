"""Did you mean: the known name nearest to a mistyped one."""

import difflib
from collections.abc import Iterable


def nearest(name: str, known: Iterable[str], *, likeness: float = 0.5) -> str:
    """Return a sentence that suggests the known name nearest to a mistyped one, or an empty one.

    likeness: from 0 to 1, how much alike they must be.
    """
    known = list(known)
    folded = {entry.lower(): entry for entry in known}
    folded |= {entry.partition(":")[2].lower(): entry for entry in known}
    close = difflib.get_close_matches(name.lower(), folded, n=1, cutoff=likeness)
    return f" Did you mean {folded[close[0]]}?" if close else ""
