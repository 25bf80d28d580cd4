"""Targets on one scale: base and latest value as shares of the target."""

from __future__ import annotations

import pandas as pd

from hrss_analysis.charts.drawing import Chart
from hrss_analysis.charts.dumbbells import Dumbbell, Dumbbells
from hrss_analysis.charts.targets import cell_frame, cells_told
from hrss_analysis.prose.goals import PlanFacts
from hrss_analysis.prose.numbers import percent
from hrss_analysis.prose.parts import called
from hrss_analysis.prose.words import pick

FEWEST = 3
PARTS = ("target_", "base_", "latest_")
FARTHEST = 300.0  # percent; a dot beyond is drawn at the edge with its number


def pace_chart(facts: PlanFacts, language: str, *, earlier: bool = False) -> Chart | None:
    """Draw base and latest value of each target as a share of the target, a dumbbell each.

    Only targets that are a floor are drawn: for a ceiling less is better. A base over another
    number of years is drawn as its yearly average.

    Args:
        facts: The region's targets.
        language: `zh` or `en`.
        earlier: Draw the targets before the newest plan.

    Returns:
        The chart, or nothing where fewer than three targets have a value.
    """
    rows = _drawn(facts.earlier if earlier else facts.current)
    if len(rows) < FEWEST:
        return None
    years = sorted({int(year) for year in rows["end_year"]})
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    period = pick(language, f"{span}年".replace("–", "—"), span)
    share_name = pick(language, "占目标", "Share of target")
    shares = [percent(value, decimals=0) for value in rows["leading"]]
    drawn = Dumbbells(
        rows=tuple(
            Dumbbell(called(row, language), share, _marks(row))
            for (_, row), share in zip(rows.iterrows(), shares, strict=True)
        ),
        key=_key(rows, language),
        line=(100.0, pick(language, "目标", "target")),
    )
    return Chart(
        title=_title(rows, period, language),
        subtitle=pick(
            language,
            f"{facts.name('zh')}，目标={period}目标值（100%），只列越高越好的目标",
            f"{facts.name('en')}, share of the target for {period} (100%), targets to reach only",
        ),
        desc=pick(language, "哑铃图。", "Dumbbell chart. ")
        + cells_told(rows, language, PARTS, {share_name: shares}),
        data=cell_frame(rows, language, PARTS, rows["target_id"], {share_name: shares}),
        draw=drawn.draw,
        heights=drawn.heights(),
        note=_note(rows, language),
    )


def _drawn(rows: pd.DataFrame) -> pd.DataFrame:
    """Floors with a base or a latest value, as shares of the target, the highest first."""
    rows = rows[rows["direction"].eq("floor") & rows["target"].gt(0) & rows["end_year"].notna()]
    rows = rows.copy()
    rows["latest_share"] = 100 * rows["latest"] / rows["target"]
    rows["base_share"] = [100 * _base(row) / row["target"] for _, row in rows.iterrows()]
    rows = rows[rows["latest_share"].notna() | rows["base_share"].notna()]
    leading = rows["latest_share"].fillna(rows["base_share"])
    return rows.assign(leading=leading).sort_values("leading", ascending=False, kind="stable")


def _base(row: pd.Series) -> float:
    if pd.isna(row["base"]):
        return float("nan")
    if row["base_averaged"] != "yes":
        return float(row["base"])
    return (
        float(row["base"])
        * _years(row, "plan_start", "plan_end")
        / _years(row, "base_period_start", "base_period_end")
    )


def _years(row: pd.Series, start: str, end: str) -> int:
    return int(str(row[end])[:4]) - int(str(row[start])[:4]) + 1


def _title(rows: pd.DataFrame, period: str, language: str) -> str:
    judged = rows[rows["latest_share"].notna()]
    if len(judged):
        good = int(judged["verdict"].isin(["met", "on_pace"]).sum())
        paced = judged["verdict"].isin(["on_pace", "behind"]).any()
        done = pick(language, "已完成", "met")
        done += pick(language, "或达到序时进度", " or on pace") if paced else ""
        if good == len(judged):
            return pick(language, f"{good}项目标均{done}", f"All {good} targets drawn are {done}")
        return pick(
            language,
            f"{len(judged)}项目标中{good}项{done}",
            f"{good} of {len(judged)} targets drawn are {done}",
        )
    low = int(rows["base_meets_target"].eq("yes").sum())
    if low == len(rows):
        return pick(
            language,
            f"{low}项{period}目标都不高于目标期前已有水平",
            f"All {low} targets for {period} ask no more than was reached before",
        )
    return pick(
        language,
        f"{len(rows)}项{period}目标中，{low}项不高于目标期前已有水平",
        f"{low} of {len(rows)} targets for {period} ask no more than was reached before",
    )


def _marks(row: pd.Series) -> dict[str, float]:
    now = "missed" if row["verdict"] in ("missed", "behind") else "now"
    shares = {"before": row["base_share"], now: row["latest_share"]}
    return {kind: min(share, FARTHEST) for kind, share in shares.items() if pd.notna(share)}


def _key(rows: pd.DataFrame, language: str) -> tuple[tuple[str, str], ...]:
    """What each kind of mark means, those that occur."""
    words = {
        "before": ("目标期前的数值", "value before the period"),
        "now": ("目标期内最近数值", "latest within the period"),
        "missed": ("未完成或滞后", "missed or behind"),
    }
    found = {kind for _, row in rows.iterrows() for kind in _marks(row)}
    return tuple((kind, pick(language, *words[kind])) for kind in words if kind in found)


def _note(rows: pd.DataFrame, language: str) -> str:
    parts = []
    if rows["base_averaged"].eq("yes").any():
        parts.append(
            pick(
                language,
                "目标期长短不同的按年均数折算。",
                "Where lengths differ, by the yearly average.",
            )
        )
    if (rows["leading"] > FARTHEST).any():
        parts.append(
            pick(
                language,
                f"超过{FARTHEST:.0f}%的画在{FARTHEST:.0f}%处。",
                f"Shares beyond {FARTHEST:.0f}% are drawn there.",
            )
        )
    parts.append(pick(language, "横轴不从0起。", "The axis does not start at zero."))
    return pick(language, "", " ").join(parts)
