"""A brief while it is being written: each method shows one piece from a notebook cell."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
from IPython.display import HTML, display

from hrss_analysis import __version__
from hrss_analysis.charts.drawing import Chart, svg
from hrss_analysis.page.markup import csv_link, frame_html
from hrss_analysis.page.sheets import sheet
from hrss_analysis.page.sources import Ledger, marks_text
from hrss_analysis.prose.parts import Card, Head
from hrss_analysis.prose.words import LOCALES, STATUS_MARKS, explained, listed, pick, word
from hrss_analysis.tables import read_tables

HEAD_TYPE = "application/vnd.hrss-brief+json"
SHEETS_TYPE = "application/vnd.hrss-sheets+json"  # tables for the workbook beside the page
PROCESSED_VARIABLE = "HRSS_PROCESSED"
CHARTS_ON_PAPER = 2  # so that a region brief fits on two sheets; the bullets tell the others
LAB_STYLE = (
    "<style>.chart.narrow{display:none}.chart.wide{max-width:47rem}.vh{position:absolute;"
    "width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}.cards{display:flex;gap:1rem;"
    "list-style:none;padding:0}.card{border:1px solid #d5dbe1;padding:.5rem;max-width:14rem}"
    ".card .value{font-size:1.5rem}</style>"
)


def find_processed() -> Path:
    """Find the folder of the stage tables.

    Returns:
        The folder named in the environment variable `HRSS_PROCESSED`, else `data/processed` in the
        working directory or the nearest folder above it.

    Raises:
        FileNotFoundError: When there is none.
    """
    named = os.environ.get(PROCESSED_VARIABLE)
    if named:
        return Path(named)
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / "data" / "processed" / "observations.csv").exists():
            return folder / "data" / "processed"
    raise FileNotFoundError(
        "no data/processed/observations.csv here or above: run `hrss build` first, or set "
        f"{PROCESSED_VARIABLE}"
    )


def page_name(notebook: str, parameters: dict[str, Any]) -> str:
    """Name of a page without its ending: kind, parameters in order, language last.

    `region_brief` with code 429005 in Chinese is `region-429005-zh`.
    """
    kind = notebook.removesuffix("_brief")
    middle = [
        str(value).replace(",", "-").replace(" ", "")
        for name, value in parameters.items()
        if name != "language" and str(value)
    ]
    return "-".join([kind, *middle, str(parameters["language"])])


class Brief:
    """One page in one language.

    Args:
        kind: Name of the notebook, such as `region_brief`.
        parameters: The notebook's parameters; `language` among them.
        folder: Folder of the tables; by default where `find_processed` finds it.
    """

    def __init__(
        self, kind: str, parameters: dict[str, Any], *, folder: Path | None = None
    ) -> None:
        self.parameters = parameters
        self.language = str(parameters["language"])
        pick(self.language, "", "")  # refuses an unknown language
        self.folder = folder or find_processed()
        self.tables = read_tables(self.folder)
        self.stem = page_name(kind, parameters)
        self.ledger = Ledger(self.tables, self.language)
        self.title = ""
        self._charts = 0
        self._tables = 0
        self._unprinted: list[str] = []

    @property
    def charts(self) -> int:
        """How many charts the page shows so far."""
        return self._charts

    def say(self, zh: str, en: str) -> str:
        """One of two wordings, by the language of the page."""
        return pick(self.language, zh, en)

    def head(self, head: Head) -> None:
        """Show title, finding, lead and dates; the template reads them from this output."""
        self.title = head.title
        clauses = re.split(r"(?<=[，；：])|(?<=[;:]) ", head.h1)  # a heading breaks there first
        meta = {"lang": LOCALES[self.language], "h1_parts": clauses, **asdict(head)}
        preview = f"{LAB_STYLE}<h1>{escape(head.h1)}</h1><p>{escape(head.lead)}</p>"
        display({HEAD_TYPE: meta, "text/html": preview, "text/plain": head.title}, raw=True)

    def heading(self, zh: str, en: str, kind: str = "") -> None:
        """Show a section heading."""
        style = f' class="{kind}"' if kind else ""
        display(HTML(f"<h2{style}>{escape(self.say(zh, en))}</h2>"))

    def points(self, items: Sequence[str]) -> None:
        """Show one to three sentences as bullets."""
        told = "".join(f"<li>{escape(item)}</li>" for item in items)
        display(HTML(f'<ul class="points">{told}</ul>'))

    def cards(self, cards: Sequence[Card]) -> None:
        """Show key figures; a value is the link to its source."""
        told = "".join(self._card(card) for card in cards)
        legend = self._note(self._legend(told))
        display(HTML(f'<ul class="cards" role="list">{told}</ul>{legend}'))

    def _card(self, card: Card) -> str:
        label = f'<p class="label">{escape(card.label)}</p>'
        number = self._anchored(escape(card.value[1]), card.observation_id) if card.value else ""
        lines = [self._linked(text, source) for text, source in card.lines]
        if printed := self.ledger.was_printed(card.observation_id or pd.NA):
            lines.insert(0, f"<p>{escape(printed)}</p>")
        if card.value is None:
            none = self.say("未公布", "Not reported")
            return f'<li class="card none">{label}<p class="value">{none}</p>{"".join(lines)}</li>'
        before, _, after = map(escape, card.value)
        small = f"<small>{before}</small>" if before else ""
        mark = word(STATUS_MARKS, "projected", self.language) if card.projected else ""
        mark = self._marks(card.observation_id) if card.observation_id else mark
        marks = f"<sup>{mark}</sup>" if mark else ""
        value = f'<p class="value">{small}{number}<small>{after}</small>{marks}</p>'
        if card.done is not None:
            share = min(card.done, 300) / 3
            fill = f'<i style="width:{share:.1f}%"></i>'
            lines.insert(-1, f'<div class="bar" aria-hidden="true">{fill}<b></b></div>')
        style = "card miss" if card.missed else "card ahead" if card.projected else "card"
        return f'<li class="{style}">{label}{value}{"".join(lines)}</li>'

    def _linked(self, text: str, observation_id: Any) -> str:
        kept = re.sub(r"\d{4}[–—]\d{4}|[\d.]+%", r'<span class="years">\g<0></span>', escape(text))
        return f"<p>{self._anchored(kept, observation_id)}</p>"

    def _anchored(self, body: str, observation_id: Any) -> str:
        """The link from a shown value to its source."""
        anchor, hint = self.ledger.anchor(observation_id)
        return f'<a href="#{anchor}" title="{escape(hint)}">{body}</a>' if anchor else body

    def _marks(self, observation_id: str) -> str:
        row = self.tables["observations"].set_index("observation_id").loc[observation_id]
        return escape(marks_text(row["status"], row["flag"], self.language))

    def figure(self, chart: Chart | None, *, on_paper: bool = True) -> None:
        """Show a chart, drawn for desktop and phone, with its data; nothing for no chart."""
        if chart is None:
            return
        self._charts += 1
        key = f"c{self._charts}"
        label = self.say(f"图{self._charts} ", f"Figure {self._charts}. ")
        drawings = svg(chart, key + "w", narrow=False) + svg(chart, key + "n", narrow=True)
        paper = "" if on_paper and self._charts <= CHARTS_ON_PAPER else " noprint"
        show = self.say("查看图中数据", "Show the data in this chart")
        if paper:
            self._unprinted.append(label)
        cells = chart_sources(chart)
        data = frame_html(
            chart.data.drop(columns=["observation_id", "denominator_id"], errors="ignore"),
            label + chart.title,
            self.language,
            {column: [self._link(i) for i in ids] for column, ids in cells.items()},
        )
        data += self._note(self._legend(data))
        handed = self._with_readings(chart.data).assign(
            **{
                self.say(f"{column}（观测值代号）", f"{column} (observation id)"): ids
                for column, ids in list(cells.items())[1:]
            }
        )
        html = (
            f'<figure class="fig{paper}" id="{key}"><figcaption>'
            f"<h3>{label}{escape(chart.title)}</h3>"
            f'<p class="sub">{escape(chart.subtitle)}</p></figcaption>{drawings}'
            f"{self._note(chart.note)}{self._source_line(handed, key)}"
            f"<details><summary>{show}</summary>{data}</details></figure>"
        )
        self._hand_over(
            html,
            [self._sheet(handed, label, chart.title, subtitle=chart.subtitle, note=chart.note)],
        )

    def beside(self, chart: Chart | None) -> None:
        """Say what a chart would show and hand its data to the workbook; nothing for no chart.

        For what would make the page heavy and is told in a table of the page as well.
        """
        if chart is None:
            return
        label = self.say("附表 ", "Workbook. ")
        text = self.say(
            f"{chart.title}：见下表，逐年数值见工作簿。",
            f"{chart.title}: see the table below; year by year in the workbook. ",
        )
        handed = self._with_readings(chart.data)
        html = f'<p class="note">{escape(text + chart.note)}</p>'
        self._hand_over(
            html,
            [self._sheet(handed, label, chart.title, subtitle=chart.subtitle, note=chart.note)],
        )

    def _link(self, observation_id: Any) -> tuple[str, str]:
        """Anchor and marks of a value in a chart's data; empty where there is no observation."""
        anchor, _ = self.ledger.anchor(observation_id)
        return anchor, self._marks(observation_id) if anchor else ""

    def _hand_over(self, html: str, sheets: list[dict[str, Any]]) -> None:
        """Show a piece of the page, and its tables for the workbook."""
        plain = sheets[0]["title"]
        display({SHEETS_TYPE: sheets, "text/html": html, "text/plain": plain}, raw=True)

    def _note(self, note: str) -> str:
        return f'<p class="note">{self.say("注：", "Note: ")}{escape(note)}</p>' if note else ""

    def _legend(self, html: str, said: str = "") -> str:
        """What the marks behind the values of a piece mean, but for those told already."""
        marks = "".join(re.findall("<sup>([^<]*)</sup>", html))
        told = [f"{mark} {text}" for mark, text in explained(marks, self.language)]
        return self.say("；", "; ").join(text for text in told if text not in said)

    def _hint(self, html: str) -> str:
        """How to reach the source of a value, on the screen alone."""
        if 'href="#v' not in html:
            return ""
        text = self.say("点按数值可看原文写法和出处；", "Select a value to see it as printed. ")
        return f'<span class="noprint">{text}</span>'

    def _left_out(self) -> str:
        """Said on paper alone: what stands only on the page."""
        labels = [label.strip().rstrip(".") for label in self._unprinted]
        parts = listed(
            [*labels, self.say("每个数值的出处", "the source of each value")], self.language
        )
        text = self.say(f"纸面未印{parts}，见网页。", f"Not printed: {parts}; see the web page.")
        return f'<p class="note paper">{escape(text)}</p>'

    def _sheet(self, data: pd.DataFrame, label: str, title: str, **more: str) -> dict[str, Any]:
        return sheet(data, label, title, self.tables, self.language, **more)

    def _with_readings(self, data: pd.DataFrame) -> pd.DataFrame:
        """The data of a chart or table with the ids of the readings they rest on."""
        if "observation_id" not in data:
            return data
        observations = self.tables["observations"].set_index("observation_id")
        return data.assign(reading_ids=data["observation_id"].map(observations["reading_ids"]))

    def _source_line(self, data: pd.DataFrame, key: str) -> str:
        """The documents behind a chart or table, and its download."""
        names = self.say("见文末", "see the end of the page")
        if "observation_id" in data:
            below = data["denominator_id"].dropna() if "denominator_id" in data else []
            shown = [*data["observation_id"].dropna(), *below]
            for observation_id in shown:
                self.ledger.anchor(observation_id)
            numbers = self.ledger.numbers_of(shown)
            names = " ".join(f'<a href="#d{number}">[{number}]</a>' for number in numbers)
        link = csv_link(data, f"{self.stem}-{key}", self.language)
        return f'<p class="src"><span>{self.say("来源：", "Source: ")}{names}</span>{link}</p>'

    def table(
        self,
        html: str,
        title: str,
        *,
        subtitle: str = "",
        note: str = "",
        data: pd.DataFrame,
        kind: str = "",
    ) -> None:
        """Show a table made by `table_html` with title, note, source and download.

        Marks behind values are explained below it.
        """
        self._tables += 1
        label = self.say(f"表{self._tables} ", f"Table {self._tables}. ")
        sub = f'<p class="sub">{self._hint(html)}{escape(subtitle)}</p>' if subtitle else ""
        if "noprint" in kind:
            self._unprinted.append(label)
        note = self.say("；", "; ").join(part for part in (note, self._legend(html, note)) if part)
        handed = self._with_readings(data)
        piece = (
            f'<figure class="fig tab {kind}"><figcaption><h3>{label}{escape(title)}</h3>{sub}'
            f"</figcaption>{html}{self._note(note)}"
            f"{self._source_line(handed, f't{self._tables}')}</figure>"
        )
        self._hand_over(piece, [self._sheet(handed, label, title, subtitle=subtitle, note=note)])

    def sources(self) -> None:
        """Show the documents, then each shown value as it was printed."""
        title = self.say("来源文件", "Source documents")
        values = self.say(
            "每个数值的出处：原文写法、文件编号、字符位置；引用的数列只有来源编号",
            "Where each value comes from: as printed, document number, characters; for a cited "
            "series its source number",
        )
        html = (
            f"<h2>{title}</h2>{self.ledger.documents_html()}{self._left_out()}"
            f'<details class="noprint" open><summary>{values}</summary>'
            f"{self.ledger.values_html()}</details>"
        )
        printed = self.say("数值出处", "Values as printed")
        sheets = [
            self._sheet(self.ledger.documents_frame(), self.say("文件", "Documents"), title),
            self._sheet(self.ledger.values_frame(), self.say("出处", "As printed"), printed),
        ]
        self._hand_over(html, sheets)

    def record(self) -> None:
        """Show how to cite the page and what it was made from."""
        given = "，".join if self.language == "zh" else ", ".join
        chosen = {name: value for name, value in self.parameters.items() if value}
        told = given(f"{name}={value}" for name, value in chosen.items())
        sums = given(
            f"{name} {checksum(self.folder / (name + '.csv'))}"
            for name in ("observations", "comparisons", "projections", "readings")
        )
        display(
            HTML(
                f'<p class="record">{self.say("制作记录：", "Run record: ")}hrss_analysis '
                f"{__version__}{self.say('；', '; ')}{escape(told)}{self.say('；', '; ')}{sums}</p>"
            )
        )


def chart_sources(chart: Chart) -> dict[str, Sequence[Any]]:
    """The observations behind the cells of a chart's data, its main column first.

    A chart that names none has one observation a row, behind the first column of figures.
    """
    if chart.sources or "observation_id" not in chart.data:
        return dict(chart.sources)
    texts = [name for name in chart.data.columns[1:] if not name.endswith("_id")]
    told = [name for name in texts if chart.data[name].map(_is_figure).any()]
    return {name: chart.data["observation_id"].tolist() for name in told[:1]}


def _is_figure(cell: Any) -> bool:
    """Whether a cell is a figure in words, and no year."""
    return isinstance(cell, str) and any(char.isdigit() for char in cell)


def checksum(path: Path) -> str:
    """First twelve digits of a file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
