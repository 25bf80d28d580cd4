"""From a value on the page back to the characters it was printed as, or to its citation.

Every value shown is given an entry at the foot of the page; the value itself is the link to it, so
the way back works with pointer, keyboard and finger, without a script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Any

import pandas as pd

from hrss_analysis.audit.finding import printed
from hrss_analysis.prose.numbers import quantity
from hrss_analysis.prose.parts import lower_first
from hrss_analysis.prose.periods import date_text, period_text
from hrss_analysis.prose.words import (
    FLAG_MARKS,
    FLAGS,
    ROLES,
    STATUS_MARKS,
    STATUSES,
    listed,
    marks_text,
    name_of,
    pick,
    word,
)

__all__ = ["KINDS", "Ledger", "marks_text"]

KINDS = {
    "work_summary": ("工作总结", "work summary"),
    "plan": ("规划", "plan"),
    "news_feature": ("新闻报道", "news feature"),
    "bulletin": ("公报", "bulletin"),
    "reference": ("参考数列", "reference series"),
}


class Ledger:
    """The numbered sources of one page, in the order in which values are first shown."""

    def __init__(self, tables: dict[str, pd.DataFrame], language: str) -> None:
        self._observations = tables["observations"].set_index("observation_id", drop=False)
        self._readings = tables["readings"].set_index("reading_id", drop=False)
        self._corrections = tables["corrections"].set_index("reading_id", drop=False)
        self._documents = tables["documents"].set_index("document_id", drop=False)
        self._indicators = tables["indicators"].set_index("indicator_id", drop=False)
        self._regions = tables["regions"].set_index("region_code", drop=False)
        self._language = language
        self._values: dict[str, int] = {}
        self._document_numbers: dict[str, int] = {}

    def anchor(self, observation_id: Any) -> tuple[str, str]:
        """Note that a value is shown.

        Args:
            observation_id: Its observation.

        Returns:
            The anchor of its entry and a short hover text; both empty for no observation.
        """
        if pd.isna(observation_id) or str(observation_id) not in self._observations.index:
            return "", ""
        number = self._values.setdefault(str(observation_id), len(self._values) + 1)
        readings = self._readings_of(str(observation_id))
        for document_id in readings["document_id"]:
            self._document_numbers.setdefault(document_id, len(self._document_numbers) + 1)
        return f"v{number}", self._hint(readings)

    def _readings_of(self, observation_id: str) -> pd.DataFrame:
        ids = str(self._observations.loc[observation_id, "reading_ids"]).split()
        return self._readings.reindex([name for name in ids if name in self._readings.index])

    def _hint(self, readings: pd.DataFrame) -> str:
        """The first place where a value is printed; its entry on the page lists all."""
        printed = [self._printed(row) for _, row in readings.head(1).iterrows()]
        return "".join(printed) + "…" * (len(readings) > 1)

    def _printed(self, reading: pd.Series) -> str:
        """A reading as printed: literal, document number and characters."""
        number = self._document_numbers[reading["document_id"]]
        literal = reading["literal"]
        if pd.isna(literal):
            return pick(self._language, f"来源[{number}]", f"source [{number}]")
        scale = printed(reading).removeprefix(literal)  # that the head of a table prints
        told = pick(self._language, f"（{scale}）", f" ({scale})") if scale else ""
        text = f"“{literal}”{told}"
        if pd.isna(reading["start"]):
            return f"{text} [{number}]"
        span = f"{int(reading['start'])}–{int(reading['end'])}"
        return pick(
            self._language,
            f"{text} [{number}] 第{span}字符",
            f"{text} [{number}] characters {span}",
        )

    def places(self, reading_ids: list[str]) -> list[str]:
        """Where readings stand: as printed, document and characters; each source named once."""
        readings = self._readings.loc[reading_ids]
        for document_id in readings["document_id"]:
            self._document_numbers.setdefault(document_id, len(self._document_numbers) + 1)
        return list(dict.fromkeys(self._printed(row) for _, row in readings.iterrows()))

    def was_printed(self, observation_id: Any) -> str:
        """What a corrected value was printed as; empty where nothing was corrected."""
        if pd.isna(observation_id):
            return ""
        row = self._observations.loc[str(observation_id)]
        if row["status"] != "corrected":
            return ""
        printed = self._corrections.loc[str(row["reading_ids"]).split()[0], "printed"]
        return pick(self._language, f"原印{printed}", f"printed {printed}")

    def corrections(self) -> list[str]:
        """Each correction of a document on this page: what was printed, used, why, who, when."""
        of = self._readings["document_id"].reindex(self._corrections.index)
        shown = self._corrections[of.isin(list(self._document_numbers)).to_numpy()]
        return [self._correction(row) for _, row in shown.iterrows()]

    def _correction(self, row: pd.Series) -> str:
        language = self._language
        reading = self._readings.loc[row["reading_id"]]
        done = {
            "replace": pick(language, f"改用{row['use']}", f"{row['use']} is used"),
            "drop": pick(language, "不采用", "not used"),
            "flag": pick(language, f"加标记{row['use']}", f"flagged {row['use']}"),
        }[str(row["action"])]
        printed, reason = self._printed(reading), str(row[f"reason_{language}"])
        basis, by = str(row["evidence"]), f"{row['who']} {row['when']}"
        return pick(
            language,
            f"{reading['label_zh']}{printed}，{done}：{reason}（依据：{basis}；{by}）",
            f"{reading['label_zh']} {printed}, {done}: {reason} (evidence: {basis}; {by})",
        )

    def numbers_of(self, observation_ids: Iterable[str]) -> list[int]:
        """Numbers of the documents behind some shown values, in ascending order."""
        used = {
            self._document_numbers[document_id]
            for observation_id in observation_ids
            for document_id in self._readings_of(str(observation_id))["document_id"]
        }
        return sorted(used)

    def documents_html(self) -> str:
        """The documents that the shown values rest on, numbered."""
        items = [
            f'<li id="d{number}">{self._document_text(document_id)}</li>'
            for document_id, number in self._document_numbers.items()
        ]
        return f'<ol class="documents">{"".join(items)}</ol>'

    def _document_text(self, document_id: str) -> str:
        row = self._documents.loc[document_id]
        language = self._language
        title = str(row["title"])
        bare = language == "en" or title.startswith(("[", "《"))
        parts = [title if bare else f"《{title}》"]
        for column in ("publisher",):
            if pd.notna(row[column]):
                parts.append(str(row[column]))
        if pd.notna(row["published"]):
            parts.append(date_text(str(row["published"]), language))
        parts.append(word(KINDS, str(row["kind"]), language))
        if pd.notna(row["sha256"]):
            parts.append(f"SHA-256 {str(row['sha256'])[:12]}…")
        text = escape(pick(language, "，", ", ").join(parts))
        if pd.notna(row["url"]) and str(row["url"]).startswith("http"):
            label = pick(language, "网址", "address")
            text += (
                f' <a class="noprint" href="{escape(str(row["url"]))}" rel="noreferrer">{label}</a>'
            )
        return text

    def documents_frame(self) -> pd.DataFrame:
        """One row for each document behind the shown values. Key: its number on the page."""
        rows = self._documents.loc[list(self._document_numbers)]
        names = ["title", "publisher", "published", "kind", "url", "sha256", "document_id"]
        frame = rows[names].reset_index(drop=True)
        frame.insert(0, "number", list(self._document_numbers.values()))
        return frame

    def values_frame(self) -> pd.DataFrame:
        """One row for each reading behind a shown value. Key: `number`, `reading_id`."""
        names = ["literal", "start", "end", "document_id", "reading_id"]
        parts = [
            self._readings_of(observation_id)[names].assign(
                number=number, observation_id=observation_id
            )
            for observation_id, number in self._values.items()
        ]
        rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=names)
        known = self._observations.drop(columns="observation_id")
        about = ["region_code", "indicator_id", "role", "period_start", "period_end", "value"]
        about += ["unit", "qualifier", "status", "flag"]
        joined = rows.merge(known[about], left_on="observation_id", right_index=True, how="left")
        joined["document"] = joined["document_id"].map(self._document_numbers)
        return joined[["number", *about, "literal", "document", "start", "end", "reading_id"]]

    def values_html(self) -> str:
        """One entry for each shown value: what it is, how it was printed, where."""
        items = [
            f'<li id="v{number}" data-observation="{escape(observation_id)}">'
            f"{self._value_text(observation_id)}</li>"
            for observation_id, number in self._values.items()
        ]
        return f'<ol class="values">{"".join(items)}</ol>'

    def _value_text(self, observation_id: str) -> str:
        row = self._observations.loc[observation_id]
        language = self._language
        printed = [self._with_use(r) for _, r in self._readings_of(observation_id).iterrows()]
        derived = pick(language, "由", "from ") if row["status"] == "derived" else ""
        end = pick(language, "。", ".")
        places = escape(listed(printed, language))
        for number in dict.fromkeys(re.findall(r"\[(\d+)\]", places)):  # once each: a light page
            link = f'<a href="#d{number}">[{number}]</a>'
            places = places.replace(f"[{number}]", link, 1)
        return (
            f"{escape(self._what(row))}{pick(language, '：', ': ')}{derived}"
            f"{places}{escape(self._remarks(row))}{end}"
        )

    def _with_use(self, reading: pd.Series) -> str:
        """A reading as printed and, where it is corrected, what is used instead."""
        text, name = self._printed(reading), reading["reading_id"]
        if name not in self._corrections.index:
            return text
        use = self._corrections.loc[name, "use"]
        if pd.isna(self._corrections.loc[name, "value"]):
            return text
        return text + pick(self._language, f"（订正为{use}）", f" (corrected to {use})")

    def _what(self, row: pd.Series) -> str:
        """Region, indicator, role, period and value of an observation."""
        language = self._language
        indicator = name_of(self._indicators.loc[row["indicator_id"]], language)
        region = name_of(self._regions.loc[row["region_code"]], language)
        role = "" if row["role"] == "actual" else word(ROLES, str(row["role"]), language)
        period = period_text(row["period_start"], row["period_end"], row["measure"], language)
        value = quantity(
            row["value"],
            row["unit"],
            language,
            qualifier=row["qualifier"],
            precision=row["precision"],
        )
        if language == "zh":
            return f"{region}{indicator}{role}，{period}，{value}"
        what = f"{lower_first(indicator)} {role}".strip()
        return f"{region}, {what}, {period}, {value}"

    def _remarks(self, row: pd.Series) -> str:
        language = self._language
        remarks = []
        if row["status"] != "reported":
            remarks.append(word(STATUSES, str(row["status"]), language))
        remarks += [word(FLAGS, letter, language) for letter in _letters(row["flag"])]
        if not bool(row["agrees"]):
            remarks.append(
                pick(language, "各处所印不一致", "the printed forms contradict each other")
            )
        if not remarks:
            return ""
        joined = pick(language, "，", ", ").join(remarks)
        return pick(language, f"（{joined}）", f" ({joined})")

    def legend(self, observation_ids: Iterable[str]) -> str:
        """Explain the letters that occur behind the given values."""
        used = self._observations.reindex(list(observation_ids))
        language = self._language
        told = []
        for status in STATUS_MARKS:
            if used["status"].eq(status).any():
                told.append(
                    (word(STATUS_MARKS, status, language), word(STATUSES, status, language))
                )
        for letter in sorted(set("".join(used["flag"].dropna()))):
            told.append(
                (FLAG_MARKS[pick(language, "zh", "en")][letter], word(FLAGS, letter, language))
            )
        return pick(language, "；", "; ").join(f"{mark} {text}" for mark, text in told)


def _letters(flag: Any) -> str:
    return "" if pd.isna(flag) else str(flag)
