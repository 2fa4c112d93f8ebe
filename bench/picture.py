"""A bar for each cell, as an SVG that needs nothing else: readable on light and dark, and as a list without it."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, LEFT, RIGHT, ROW, TOP = 760, 300, 90, 30, 52


@dataclass(frozen=True, slots=True)
class Bar:
    """A value with the least and the greatest seen."""

    words: str
    value: float
    least: float
    most: float


def drawn(title: str, bars: Sequence[Bar]) -> str:
    """The picture, bars in the order given."""
    longest = max((bar.most for bar in bars), default=1.0) or 1.0
    height = TOP + ROW * len(bars) + 12
    body = "\n".join(_row(bar, TOP + ROW * number, longest) for number, bar in enumerate(bars))
    told = "; ".join(f"{bar.words}: {bar.value:,.0f}" for bar in bars)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t d">
<title id="t">{escape(title)}</title>
<desc id="d">{escape(told)}</desc>
<rect width="{WIDTH}" height="{height}" rx="8" fill="#ffffff"/>
<g font-family="system-ui, sans-serif" font-size="14" fill="#1f2a2e">
<text x="16" y="30" font-size="16" font-weight="600">{escape(title)}</text>
{body}
</g>
</svg>"""


def _row(bar: Bar, top: int, longest: float) -> str:
    def place(value: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * value / longest

    middle = top + ROW // 2
    end = place(bar.value)
    return "\n".join(
        (
            f'<text x="{LEFT - 10}" y="{middle + 5}" text-anchor="end">{escape(bar.words)}</text>',
            f'<rect x="{LEFT}" y="{top + 5}" width="{max(1.0, end - LEFT):.1f}" height="{ROW - 10}" fill="#2f6f73"/>',
            f'<path d="M{place(bar.least):.1f} {middle}H{place(bar.most):.1f}" stroke="#1f2a2e" stroke-width="2"/>',
            f'<text x="{place(bar.most) + 8:.1f}" y="{middle + 5}">{bar.value:,.0f}</text>',
        )
    )
