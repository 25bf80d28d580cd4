"""A chart, and how it becomes SVG with real text for the page or a picture for JupyterLab."""

from __future__ import annotations

import html
import io
import logging
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from hrss_analysis.charts.style import NARROW, SIZE, WIDE, chinese_font, house_style

Drawing = Callable[[Figure, bool], None]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """One chart with everything a page says about it.

    `title` states what is seen, `subtitle` names measure, place, period and unit, `desc` tells a
    reader who cannot see it what it shows; all three are computed from the drawn rows. `data` holds
    exactly those rows for download. `draw(figure, narrow)` draws for a desktop or a phone, on
    heights in inches. `sources` names, for columns of `data`, the observation behind each cell.
    """

    title: str
    subtitle: str
    desc: str
    data: pd.DataFrame
    draw: Drawing
    heights: tuple[float, float]
    note: str = ""
    sources: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    def _repr_png_(self) -> bytes:
        """Picture for JupyterLab, with the packaged Chinese font."""
        quiet = logging.getLogger("matplotlib.font_manager")
        level = quiet.level
        quiet.setLevel(logging.ERROR)  # the packaged font has no bold weight; regular will do
        with house_style(font=chinese_font()):
            figure = plt.figure(figsize=(WIDE, self.heights[0]))
            self.draw(figure, False)
            buffer = io.BytesIO()
            figure.savefig(buffer, format="png", dpi=110, facecolor="white")
            plt.close(figure)
        quiet.setLevel(level)
        return buffer.getvalue()


def svg(chart: Chart, key: str, *, narrow: bool) -> str:
    """Draw a chart as inline SVG whose ids start with a key of its own.

    The same chart and key give the same bytes. Missing-glyph warnings are silenced because no glyph
    is drawn: the text is written as text and shown with the reader's font.

    Args:
        chart: The chart.
        key: Prefix for ids, unlike that of any other drawing of the page.
        narrow: Draw for a phone.

    Returns:
        One `<svg>` element with title and description.
    """
    size = (NARROW, chart.heights[1]) if narrow else (WIDE, chart.heights[0])
    with house_style(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph \d+ .*missing from font")
        figure = plt.figure(figsize=size)
        chart.draw(figure, narrow)
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
        plt.close(figure)
    return _embedded(buffer.getvalue(), key, chart, "narrow" if narrow else "wide")


def _embedded(text: str, key: str, chart: Chart, kind: str) -> str:
    """Strip what would reach the rest of the page, shorten numbers, add title and description."""
    text = text[text.index("<svg") :]
    # matplotlib's style sheet would apply to the whole page; metadata and comments say nothing
    text = re.sub(
        r"<metadata>.*?</metadata>|<!--.*?-->|<style[^>]*>.*?</style>", "", text, flags=re.S
    )
    text = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{key}-", text)
    text = text.replace("xlink:href", "href")
    text = re.sub(r"-?\d+\.\d{3,}", _shortened, text)
    text = re.sub(r"; font-family: [^;\"]*|font-family: [^;\"]*; ?", "", text)
    text = re.sub(r"font: ([\d.]+px) [^;\"]*", r"font-size: \1", text)
    text = re.sub(r"font: (\d+|bold) ([\d.]+px) [^;\"]*", r"font-weight: \1; font-size: \2", text)
    text = _slimmed(text.replace(f"font-size: {SIZE}px; ", ""), key)  # said once, at the head
    box = re.search(r'viewBox="[^"]+"', text)
    assert box is not None
    head = (
        f'<svg class="chart {kind}" {box.group()} font-size="{SIZE}px" role="img" '
        f'aria-labelledby="{key}-t {key}-d">'
        f'<title id="{key}-t">{html.escape(chart.title)}</title>'
        f'<desc id="{key}-d">{html.escape(chart.desc)}</desc>'
    )
    return re.sub(r"<svg[^>]*>", lambda _: head, text, count=1)


def _slimmed(text: str, key: str) -> str:
    """Drop what no reader and no renderer needs: unused and long ids, empty turns and shapes."""
    used = dict.fromkeys(re.findall(r'(?:url\(#|href="#)([^)"]+)', text))
    text = re.sub(r' id="([^"]+)"', lambda m: m.group() if m.group(1) in used else "", text)
    for number, name in enumerate(used):
        text = text.replace(f'#{name}"', f'#{key}-{number}"').replace(
            f"#{name})", f"#{key}-{number})"
        )
        text = text.replace(f' id="{name}"', f' id="{key}-{number}"')
    text = re.sub(r' d="[^"]*"', lambda m: re.sub(r" ?([MLQCz]) ?", r"\1", m.group()), text)
    text = re.sub(r'<path d="M[-\d. ]*"[^>]*/>', "", text)  # a line of one point
    text = re.sub(r' transform="rotate\(-0 [^"]*\)"', "", text)
    text = re.sub(r'<path d="[^"]*"(?: clip-path="[^"]*")? style="fill: none"/>', "", text)
    text = re.sub(r"\s*\n\s*", " ", text)
    text = re.sub(r"(<g [^>]*)>((?:\s*<use [^>]*/>)+)\s*</g>", _styled_once, text)
    text = _ungrouped(re.sub(r"<defs> </defs>", "", text))
    text = re.sub(r' style="[^"]*"', lambda m: re.sub(r"([:;]) ", r"\1", m.group()), text)
    return re.sub(r"> <", "><", text).strip()


def _styled_once(match: re.Match[str]) -> str:
    """Set the style of a row of equal marks at their group instead of at each."""
    styles = set(re.findall(r' style="[^"]*"', match.group(2)))
    if len(styles) != 1:
        return match.group()
    style = styles.pop()
    return f"{match.group(1)}{style}>{match.group(2).replace(style, '')}</g>"


def _ungrouped(text: str) -> str:
    """Take away groups without attributes, which group nothing for a reader or a renderer."""
    kept: list[bool] = []

    def tag(match: re.Match[str]) -> str:
        if match.group().startswith("</"):
            return match.group() if kept.pop() else ""
        kept.append(match.group() != "<g>")
        return match.group() if kept[-1] else ""

    return re.sub(r"<g(?: [^>]*)?>|</g>", tag, text)


def _shortened(match: re.Match[str]) -> str:
    return f"{float(match.group()):.2f}".rstrip("0").rstrip(".")
