"""Fixed words of the briefs in Chinese and English: units, qualifiers, domains, statuses, flags.

Chinese stands here and in the reference data; the code around it is in English.
"""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
LOCALES: dict[str, str] = {"zh": "zh-CN", "en": "en"}

# unit -> Chinese noun, English singular, English plural
UNITS: dict[str, tuple[str, str, str]] = {
    "person": ("人", "person", "persons"),
    "participation": ("人次", "participation", "participations"),
    "yuan": ("元", "yuan", "yuan"),
    "yuan_per_month": ("元/月", "yuan a month", "yuan a month"),
    "percent": ("%", "%", "%"),
    "percentage_point": ("个百分点", "percentage point", "percentage points"),
    "firm": ("家", "firm", "firms"),
    "case": ("件", "case", "cases"),
    "event": ("场", "event", "events"),
    "session": ("期", "session", "sessions"),
    "site": ("个", "site", "sites"),
    "post": ("个", "post", "posts"),
    "card": ("张", "card", "cards"),
    "loan": ("笔", "loan", "loans"),
    "item": ("项", "item", "items"),
    "piece": ("件", "piece", "pieces"),
    "project": ("个", "project", "projects"),
    "mu": ("亩", "mu", "mu"),
    "other": ("", "", ""),
}

# qualifier -> what stands before and behind the number in a sentence
QUALIFIERS: dict[str, dict[str, tuple[str, str]]] = {
    "zh": {
        "eq": ("", ""),
        "ge": ("", "以上"),
        "gt": ("超过", ""),
        "le": ("不超过", ""),
        "lt": ("低于", ""),
        "approx": ("约", ""),
        "over": ("", ""),  # 余 stands between the number and its unit
        "nearly": ("近", ""),
    },
    "en": {
        "eq": ("", ""),
        "ge": ("at least ", ""),
        "gt": ("more than ", ""),
        "le": ("at most ", ""),
        "lt": ("below ", ""),
        "approx": ("about ", ""),
        "over": ("over ", ""),
        "nearly": ("nearly ", ""),
    },
}
SYMBOLS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}  # shorter, for tables

DOMAINS: dict[str, tuple[str, str]] = {
    "employment": ("就业创业", "Employment"),
    "income": ("收入", "Income"),
    "social_insurance": ("社会保险", "Social insurance"),
    "talent": ("人才人事", "Talent and personnel"),
    "labour_relations": ("劳动关系", "Labour relations"),
    "public_services": ("公共服务", "Public services"),
    "population": ("人口", "Population"),
}

STATUSES: dict[str, tuple[str, str]] = {
    "reported": ("文件公布", "reported"),
    "corrected": ("订正", "corrected"),
    "derived": ("推算", "computed here"),
    "estimated": ("估计", "estimated"),
    "projected": ("预测", "projected"),
}
# The letter set behind a value that is not simply reported; the legend explains it.
STATUS_MARKS: dict[str, tuple[str, str]] = {
    "corrected": ("订", "r"),
    "derived": ("推", "c"),
    "estimated": ("估", "e"),
    "projected": ("测", "f"),
}
FLAGS: dict[str, tuple[str, str]] = {
    "b": ("序列中断", "break in series"),
    "d": ("口径或单位与指标定义不同", "definition or unit differs from the indicator’s"),
    "e": ("估计", "estimated"),
    "f": ("预测", "forecast"),
    "p": ("可能为年内累计", "provisional, possibly year to date"),
    "u": ("来源存疑", "source doubtful"),
}
# The letter set behind a flagged value; Chinese pages use characters.
FLAG_MARKS: dict[str, dict[str, str]] = {
    "zh": {"b": "断", "d": "异", "e": "估", "f": "测", "p": "暂", "u": "疑"},
    "en": {letter: letter for letter in "bdefpu"},
}
ROLES: dict[str, tuple[str, str]] = {
    "actual": ("实际", "actual"),
    "target": ("目标", "target"),
    "completion_rate": ("完成率", "completion rate"),
    "growth": ("增长率", "growth"),
    "share": ("占比", "share"),
    "reference": ("参照", "reference"),
}
SCOPES: dict[str, tuple[str, str]] = {
    "campaign": ("专项活动", "one campaign"),
    "sub_group": ("部分人群", "sub-group"),
}

# Indicators in the order in which national bulletins tell them; the rest follow the dictionary.
HEADLINES = (
    "urban_new_employment",
    "unemployed_reemployed",
    "hard_to_employ_employed",
    "startup_loans_amount",
    "startup_jobs",
    "basic_pension_insured",
    "wages_recovered_amount",
    "skills_training",
    "registered_unemployment_rate",
)


def explained(marks: str, language: str) -> list[tuple[str, str]]:
    """What some marks mean, each once and in a fixed order.

    Args:
        marks: Letters or characters as `marks_text` sets them.
        language: `zh` or `en`.
    """
    known = {
        word(STATUS_MARKS, name, language): word(STATUSES, name, language) for name in STATUS_MARKS
    }
    flags = FLAG_MARKS[pick(language, "zh", "en")]
    known |= {
        flags[name]: word(FLAGS, name, language) for name in FLAGS if flags[name] not in known
    }
    return [(mark, text) for mark, text in known.items() if mark in marks]


def places(indicators: pd.DataFrame) -> dict[str, int]:
    """The place of each indicator on a page: headlines first, then as in the dictionary."""
    found = {name: i for i, name in enumerate(indicators["indicator_id"])}
    return found | {name: i - len(HEADLINES) for i, name in enumerate(HEADLINES)}


def pick(language: str, zh: str, en: str) -> str:
    """Return the wording of one language.

    Args:
        language: `zh` or `en`.
        zh: Chinese wording.
        en: English wording.

    Returns:
        `zh` or `en`.

    Raises:
        ValueError: For any other language; the message names the valid ones.
    """
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}: choose from {', '.join(LANGUAGES)}")
    return zh if language == "zh" else en


def word(table: dict[str, tuple[str, str]], key: str, language: str) -> str:
    """Look a key up in one of the tables above."""
    zh, en = table[key]
    return pick(language, zh, en)


def name_of(row: pd.Series, language: str) -> str:
    """Name of a region or an indicator: `name_zh` or `name_en` of its row."""
    name = str(row[f"name_{language}"])
    if language == "en":
        return name
    return name.replace("(", "（").replace(")", "）")  # full width between Chinese characters


def short_name(name: str, language: str) -> str:
    """An indicator's name without the word for what is counted, for cards and sentences.

    Chinese names end in 人数, 金额 and the like; English ones may carry a bracket at the end.
    """
    if language == "en":
        return name.split(" (")[0]
    for ending in ("人次", "人数", "金额", "笔数", "场次"):
        if name.endswith(ending) and len(name) > len(ending) + 3:
            return name.removesuffix(ending)
    return name


def listed(items: list[str], language: str) -> str:
    """Join items as a sentence does: 甲、乙、丙; A, B and C."""
    if language == "zh" or len(items) < 2:
        return pick(language, "、", ", ").join(items)
    return ", ".join(items[:-1]) + " and " + items[-1]


def marks_text(status: Any, flag: Any, language: str) -> str:
    """The letters behind a value: how it came about, then its SDMX flags."""
    marks = ""
    if pd.notna(status) and str(status) in STATUS_MARKS:
        marks += word(STATUS_MARKS, str(status), language)
    flags = "" if pd.isna(flag) else str(flag)
    return marks + "".join(FLAG_MARKS[pick(language, "zh", "en")][letter] for letter in flags)
