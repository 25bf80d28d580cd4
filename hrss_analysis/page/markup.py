"""HTML of tables, cells and downloads; nothing here knows what the numbers mean."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from hrss_analysis.prose.words import pick

BYTE_ORDER_MARK = "\ufeff"  # lets Excel read the Chinese in a CSV


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One table cell: text, the anchor it leads to, a hover text, marks, a second line."""

    text: str
    anchor: str = ""
    hint: str = ""
    marks: str = ""
    kind: str = ""
    small: str = ""

    def html(self) -> str:
        """The `<td>` element."""
        body = escape(self.text)
        if self.anchor:
            hint = f' title="{escape(self.hint)}"' if self.hint else ""
            body = f'<a href="#{self.anchor}"{hint}>{body}</a>'
        if self.marks:
            body += f"<sup>{escape(self.marks)}</sup>"
        if self.small:
            body += f" <small>{escape(self.small)}</small>"
        attribute = f' class="{self.kind}"' if self.kind else ""
        return f"<td{attribute}>{body}</td>"


def nothing(language: str, zh: str, en: str) -> Cell:
    """A dash that says in words, to a screen reader, what is not there."""
    return Cell(text=pick(language, zh, en), kind="none")


def table_html(
    header: Sequence[str],
    rows: Sequence[tuple[str, Sequence[Cell]]],
    caption: str,
    language: str,
    kind: str = "",
) -> str:
    """A table with a hidden caption inside a box that scrolls sideways.

    A row without cells is a sub-heading over the whole width.

    Args:
        header: Column heads, the first over the row heads.
        rows: Row head and cells of each row.
        caption: What the table shows; the visible title stands outside the box.
        language: `zh` or `en`.
        kind: CSS class.

    Returns:
        HTML.
    """
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in header)
    body = "".join(_row_html(name, cells, len(header)) for name, cells in rows)
    label = pick(language, f"{caption}（可左右滑动）", f"{caption} (scrolls sideways)")
    style = f' class="{kind}"' if kind else ""
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(label)}">'
        f'<table{style}><caption class="vh">{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row_html(name: str, cells: Sequence[Cell], width: int) -> str:
    if not cells:
        return f'<tr class="group"><th scope="rowgroup" colspan="{width}">{escape(name)}</th></tr>'
    inner = "".join(cell.html() for cell in cells)
    return f'<tr><th scope="row">{escape(name)}</th>{inner}</tr>'


def frame_html(
    frame: pd.DataFrame,
    caption: str,
    language: str,
    links: Mapping[str, Sequence[tuple[str, str]]] | None = None,
) -> str:
    """A plain table of a small frame of texts; missing cells are said in words.

    Args:
        frame: Texts; the first column holds the row heads.
        caption: What the table shows.
        language: `zh` or `en`.
        links: For some columns, the anchor and the marks of each cell.

    Returns:
        HTML.
    """
    missing = nothing(language, "未公布", "not reported")
    none = [("", "")] * len(frame)
    behind = [(links or {}).get(str(name), none) for name in frame.columns[1:]]
    rows = [
        (
            str(values[0]),
            [
                missing
                if pd.isna(v)
                else Cell(text=str(v), anchor=link[row][0], marks=link[row][1])
                for v, link in zip(values[1:], behind, strict=True)
            ],
        )
        for row, values in enumerate(frame.itertuples(index=False))
    ]
    return table_html([str(name) for name in frame.columns], rows, caption, language)


def csv_link(frame: pd.DataFrame, name: str, language: str) -> str:
    """A link that hands out a frame as CSV, kept in the page itself."""
    text = BYTE_ORDER_MARK + frame.to_csv(index=False, lineterminator="\r\n")
    data = base64.b64encode(text.encode()).decode()
    label = pick(language, "下载数据（CSV）", "Download data (CSV)")
    return (
        f'<a class="noprint" download="{escape(name)}.csv" '
        f'href="data:text/csv;charset=utf-8;base64,{data}">{label}</a>'
    )
