"""Targets on one scale: base and latest value as shares of the target."""

from __future__ import annotations

import pandas as pd

from hrss_analysis.charts.drawing import Chart
from hrss_analysis.charts.dumbbells import Dumbbell, Dumbbells
from hrss_analysis.charts.targets import cell_frame, cells_told
from hrss_analysis.prose.goals import PlanFacts, at_base, base_level
from hrss_analysis.prose.numbers import percent
from hrss_analysis.prose.parts import called
from hrss_analysis.prose.progress import rate_text, verdict_counts
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
    every = facts.earlier if earlier else facts.current
    rows = _drawn(every)
    if len(rows) < FEWEST:
        return None
    years = sorted({int(year) for year in rows["end_year"]})
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    period = pick(language, f"{span}年".replace("–", "—"), span)
    share_name = pick(language, "占目标", "Share of target")
    shares = [_share(row, language) for _, row in rows.iterrows()]
    drawn = Dumbbells(
        rows=tuple(
            Dumbbell(called(row, language), share, _marks(row))
            for (_, row), share in zip(rows.iterrows(), shares, strict=True)
        ),
        key=_key(rows, language),
        line=(100.0, pick(language, "目标", "target")),
    )
    return Chart(
        title=_title(every, rows, period, language),
        subtitle=pick(
            language,
            f"{facts.name('zh')}，目标={period}目标值（100%），只画有数值、越高越好的目标",
            f"{facts.name('en')}, percent of the target for {period}; ceilings are not drawn",
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
    rows["latest_share"] = pd.to_numeric(rows["share"])
    rows["base_share"] = [100 * base_level(row) / row["target"] for _, row in rows.iterrows()]
    rows = rows[rows["latest_share"].notna() | rows["base_share"].notna()]
    leading = rows["latest_share"].fillna(rows["base_share"])
    return rows.assign(leading=leading).sort_values("leading", ascending=False, kind="stable")


def _share(row: pd.Series, language: str) -> str:
    """The share of the target as in the table, or that of the value before the period."""
    if pd.notna(row["share"]):
        return rate_text(row, language, "share")
    return percent(row["base_share"], decimals=0)


def _title(every: pd.DataFrame, rows: pd.DataFrame, period: str, language: str) -> str:
    """The verdicts of all targets, as in the table; how many of them are drawn where not all."""
    part = ""
    if len(rows) < len(every):
        part = pick(language, f"（图中{len(rows)}项）", f" ({len(rows)} drawn)")
    count = len(every)
    if rows["latest_share"].notna().any():
        tally = verdict_counts(every, language)
        return pick(
            language,
            f"{period}{count}项目标：{tally}{part}",
            f"{count} targets for {period}: {tally}{part}",
        )
    low = len(at_base(every))
    some = f"{low} of {count}" if low < count else f"All {count}"
    return pick(
        language,
        f"{period}{count}项目标中，{low}项不高于目标期前已有水平{part}",
        f"{some} targets for {period} ask for no more than was reached before{part}",
    )


def _marks(row: pd.Series) -> dict[str, float]:
    now = "missed" if row["verdict"] in ("missed", "behind") else "now"
    now = "open" if row["verdict"] == "undetermined" else now
    shares = {"before": row["base_share"], now: row["latest_share"]}
    return {kind: min(share, FARTHEST) for kind, share in shares.items() if pd.notna(share)}


def _key(rows: pd.DataFrame, language: str) -> tuple[tuple[str, str], ...]:
    """What each kind of mark means, those that occur."""
    words = {
        "before": ("目标期前的数值", "value before the period"),
        "now": ("目标期内最近数值", "latest within the period"),
        "missed": ("未完成或滞后", "missed or behind"),
        "open": ("无法判断", "cannot be judged"),
    }
    found = {kind for _, row in rows.iterrows() for kind in _marks(row)}
    return tuple((kind, pick(language, *words[kind])) for kind in words if kind in found)


def _note(rows: pd.DataFrame, language: str) -> str:
    parts = []
    if rows["base_averaged"].eq("yes").any():
        parts.append(
            pick(
                language,
                "长短不同的时期按年均数折算。",
                "Periods of unlike length are compared by yearly averages.",
            )
        )
    if (rows["leading"] > FARTHEST).any():
        parts.append(
            pick(
                language,
                f"超过{FARTHEST:.0f}%的画在{FARTHEST:.0f}%处。",
                f"Shares above {FARTHEST:.0f}% are drawn at {FARTHEST:.0f}%.",
            )
        )
    parts.append(pick(language, "横轴不从0起。", "The axis does not start at zero."))
    return pick(language, "", " ").join(parts)
