"""House style: palette, sizes and fonts of every chart.

The palette keeps 4.5:1 on white for text and 3:1 for graphics, and its three colours stay apart
under simulated protan, deutan and tritan vision; there is no red against green.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import matplotlib as mpl
import seaborn as sns
from matplotlib import font_manager

FOCUS = "#12436d"  # this region
MARK = "#a8430a"  # target, miss
OTHER = "#7c8894"  # others
INK = "#17222d"
SOFT = "#4a5865"
GRID = "#dfe5ea"

SIZE = 9.5  # points; 1 pt is 1.33 px on the page, and 10.6 px even at 320 px width
WIDE, NARROW = 7.5, 3.57  # inches, for a column of 47 rem and for a phone

RC: dict[str, Any] = {
    "svg.fonttype": "none",  # text stays text: searchable, small, and no font is needed to build
    "svg.hashsalt": "hrss-analysis",
    "font.size": SIZE,
    "axes.labelsize": SIZE,
    "axes.titlesize": SIZE,
    "xtick.labelsize": SIZE,
    "ytick.labelsize": SIZE,
    "axes.unicode_minus": True,
    "text.color": INK,
    "axes.labelcolor": SOFT,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "axes.edgecolor": "#9aa5b0",
    "grid.color": GRID,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "xtick.bottom": True,
    "xtick.major.size": 3,
    "xtick.major.width": 0.8,
    "ytick.left": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
}


@contextmanager
def house_style(*, font: str | None = None) -> Iterator[None]:
    """Draw inside the house style and leave the caller's settings as they were.

    Args:
        font: Font family; by default matplotlib's own, since text stays text in the page.

    Yields:
        Nothing.
    """
    family = {"font.family": font or "DejaVu Sans"}
    with mpl.rc_context(), sns.axes_style("white", rc=RC):
        mpl.rcParams.update(cast(Any, RC | family))
        yield


def chinese_font() -> str:
    """Register the packaged Chinese font for inline pictures.

    Returns:
        Its family name, Noto Sans SC.
    """
    import pylopdf_fonts_zh_cn

    path = Path(pylopdf_fonts_zh_cn.sans_path())
    if not any(Path(font.fname) == path for font in font_manager.fontManager.ttflist):
        font_manager.fontManager.addfont(path)
    return str(font_manager.FontProperties(fname=str(path)).get_name())


FULL_WIDTH = "—…“”‘’·×÷"  # as wide as a Han character in Chinese fonts


def text_inches(text: str, size: float = SIZE) -> float:
    """Estimate the width of a text whatever fonts the build has: 1 em for Han, 0.6 for Latin."""
    ems = sum(1.0 if ord(char) > 0x2E80 or char in FULL_WIDTH else 0.6 for char in text)
    return ems * size / 72
