"""The rows that are promised as one picture: how far each is from its target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

_ROW, _TOP, _NAMES, _UNIT, _WIDTH = 26, 58, 470, 190, 980
_MOST = 2.0
"""Of the target, beyond which a bar is cut."""
_COLOURS = {"aim met": "#1a7f37", "met": "#4f9a5f", "missed": "#c93c37"}


def svg(found: Mapping[str, Any]) -> str:
    """Return what was measured as an SVG: a bar a row, as long as its share of the target.

    found: as `measured` returns it. Of a figure with several rows the one over all is drawn.
    """
    rows = [row for row in found["rows"] if "sign" in row and _is_over_all(row, found["rows"])]
    height = _TOP + _ROW * len(rows) + 20
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}"'
            ' font-family="system-ui, sans-serif" font-size="13" role="img">'
        ),
        f"<title>What was measured, beside its target: {escape(found['on'])}</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="16" y="24" font-size="15" font-weight="600">{escape(found["on"])}</text>',
        f'<text x="{_NAMES + _UNIT}" y="{_TOP - 12}" text-anchor="middle">target</text>',
        *(line for number, row in enumerate(rows) for line in _bar(row, _TOP + _ROW * number)),
        (
            f'<line x1="{_NAMES + _UNIT}" x2="{_NAMES + _UNIT}" y1="{_TOP - 6}" y2="{height - 14}"'
            ' stroke="#57606a" stroke-dasharray="4 3"/>'
        ),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _is_over_all(row: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> bool:
    several = sum(other["what"] == row["what"] for other in rows) > 2  # noqa: PLR2004 - one, and over it
    return (row["operation"] == "median of these") == several


def _bar(row: Mapping[str, Any], top: int) -> list[str]:
    value, target = row["median"], row["target"]
    share = value / target if row["sign"] == "<=" else target / value
    width = _UNIT * min(share, _MOST)
    sign = "≤" if row["sign"] == "<=" else "≥"
    told = f"{value:.3g} ({sign} {target:g})"
    middle = top + 13
    return [
        f'<text x="{_NAMES - 10}" y="{middle}" text-anchor="end">{escape(_name(row))}</text>',
        (
            f'<rect x="{_NAMES}" y="{top}" width="{width:.1f}" height="18" rx="2"'
            f' fill="{_COLOURS[row["verdict"]]}"/>'
        ),
        f'<text x="{_NAMES + _UNIT * _MOST + 8:.0f}" y="{middle}">{escape(told)}</text>',
    ]


def _name(row: Mapping[str, Any]) -> str:
    is_one = row["operation"] in ("median of these", "all", "sesv2:GetImportJob")
    return row["what"] if is_one else f"{row['what']}, {row['operation']}"
