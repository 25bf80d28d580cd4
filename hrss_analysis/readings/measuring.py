"""The kind of quantity a number is: flow, cumulative, stock, rate or price."""

import re

from hrss_analysis.readings.dating import Dated
from hrss_analysis.readings.lexicon import matcher
from hrss_analysis.readings.links import Link

_STOCK = re.compile(
    "参保|总量|总数|持卡|年末|月末|期末|现有|共有|在册|实有|覆盖|存储|结存|结余|达到|面积|对象|在校"
    "|建成|配备|在职|从业人员|(?<!困难)就业人员|人口|女性|男性"
)


def measure_of(link: Link, unit: str, measures: dict[str, str], dated: Dated) -> str:
    """Return the kind of quantity: from the indicator where there is one, else from the words."""
    if dated.role in ("completion_rate", "share") or unit in ("percent", "percentage_point"):
        return "rate"
    if unit == "yuan_per_month":
        return "price"
    measure = measures.get(link.indicator_id, "")
    plain = link.passage.quantity.scale == 1 and unit == "yuan"
    if plain and not measure and matcher("context", "price").search(link.passage.left):
        return "price"
    if dated.role == "growth" and measure == "stock":
        return "flow"
    if not measure:
        measure = "stock" if _STOCK.search(link.passage.left) else "flow"
    if measure == "flow" and dated.period.years > 1:
        return "cumulative"
    return measure
