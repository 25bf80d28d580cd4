"""Words left of a number that name nothing of their own: places, times and words in between.

A number behind such words (其中甲县, 上半年完成) goes on with what the text speaks of.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from hrss_analysis.readings.lexicon import matcher, read_table
from hrss_analysis.readings.passages import Passage

_JOINT = "(?:、|和|及|与|以及)"
_BODY = "市|县|区|州|盟|旗|省|自治区|镇|乡|街道|本级|市直|县直|省直"
_LETTER = "(?:(?![与和及较比为在的了达每])[一-龥])"
_NAME = f"(?:全[国省市县区州]|{_LETTER}{{1,6}}?(?:{_BODY})(?![市县区州])|市直|省直|县直)"
_PLACES = re.compile(f"(?P<head>^|[，、：:,与]|其中|从|在)(?P<names>{_NAME}(?:{_JOINT}{_NAME})*)")
# 全年 and 目前 tell nothing apart; a quarter or a year does.
_VAGUE = re.compile("全年|年内|目前|截至目前|如今|当年|今年以来|一年来|年末|年底")
_SPANS = "(?:前|后|近)?[一二两三四五六七八九十半]+(?:年|个月)(?:半|来|间)?|[“”]|上年末|时期"


@dataclass(frozen=True)
class Lead:
    """What words that name nothing say: `placed` a place, `timed` a time of its own."""

    placed: bool
    timed: bool


@cache
def _times() -> re.Pattern[str]:
    found = [re.sub(r"\?P<\w+>", "?:", row["phrase"]) for row in read_table("times")]
    return re.compile("|".join(found) + f"|{_SPANS}")


@cache
def _home() -> re.Pattern[str]:
    """全市, 我县: the place that the whole text speaks of."""
    return matcher("context", "home")


@cache
def _generic() -> re.Pattern[str]:
    rows = [*read_table("context"), *read_table("cues")]
    known = sorted((row["phrase"] for row in rows if row["kind"] == "generic"), key=len)
    return re.compile(f"(?>{'|'.join(known[::-1])})*+")


@lru_cache(maxsize=4096)
def lead_of(left: str) -> Lead | None:
    """What the words left of a number say; nothing where they name a thing."""
    times = [match.group() for match in _times().finditer(left)]
    bare = _home().sub("", _times().sub("", left))
    placed = False
    for match in reversed(list(_PLACES.finditer(bare))):
        if matcher("context", "no_place").search(match["names"]) is None:
            placed = True
            bare = bare[: match.start("names")].removesuffix("与") + bare[match.end("names") :]
    if _generic().fullmatch(bare) is None:
        return None
    return Lead(placed, any(time not in "“”" and not _VAGUE.fullmatch(time) for time in times))


_PART = re.compile(
    "(?:[，、：:,；;和及与]|其中|包括|含|另有)*([一-龥]{2,12}?)(?:分别|有|为|达到?|约|近|共|计|人数|总数)*"
)
# What the bare names of schemes go on with.
INSURED = "保险参保"
_AGE = re.compile(r"\d+(?:[-~]\d+)?周?岁(?:及?以[上下])?(?:的|人员|老人)?")
_FRAME = re.compile("[一-龥]{2,14}$")
_EMPTY = re.compile("规模|情况|方面|人数|总量|主要|各项|其中|包括|分别为|工作")
# The label that opens a line: 1.创业担保贷款。 or 【创业担保贷款】.
_HEAD = re.compile(
    r"[\s●○◆◇■□▲★※·*-]*(?:[(]?[一二三四五六七八九十\d]{1,3}[)、.]|[一二三四五六]是|[①-⑳])?[\s【]*"
    r"(?P<label>[一-龥]{2,14})[】\s]*[。:：】]"
)
# A heading of its own line, with what it may say of the change.
_HEADING = re.compile(
    r"\s*[(]?[一二三四五六七八九十\d]{1,3}[)、.]\s*(?P<label>[一-龥]{2,14}?)"
    r"(?:(?:同比|比上年|较上年|较年初|稳步|持续|大幅|不断)[^，。\n]{0,14})?\n"
)
_VERBS = "新|再|已|又|共|累计|各类|开发|开展|组织|举办|募集|安置|提供|发放|受理|处理|实现|完成|推进"
_KIND = re.compile("(?:居民|人员|职工|单位|劳动力|群体|对象|毕业生)$")
_STOCK = re.compile("登记|实有|在册|认定")
_TOLD = re.compile("[，,；;、]?(?:累计|共计|合计|总计|共|已|总共)+([一-龥]{2})(?:了|约|近|达)?")
_PAIR = ("城镇", "城市", "农村", "乡村")
FLOWS = re.compile("(?:总?收入|总?支出)$")


def label_of_part(passage: Passage) -> str:
    """The bare name in front of a number (其中企业职工4万人), else nothing."""
    left = _AGE.sub("", _home().sub("", _times().sub("", passage.left)))
    found = _PART.fullmatch(left)
    return found[1] if found else ""


def frame_of(text: str, start: int) -> str:
    """The label whose colon ends right before a place (参保规模：), less words that say nothing."""
    if start == 0 or text[start - 1] not in ":：":
        return ""
    found = _FRAME.search(text, max(0, start - 20), start - 1)
    frame = _EMPTY.sub("", found.group()) if found else ""
    return INSURED if "险种" in frame else frame


def is_scheme(label: str) -> bool:
    """Whether a label is the bare name of an insurance scheme."""
    return matcher("context", "scheme").fullmatch(label) is not None


def head_of(text: str, place: int) -> str:
    """The label that opens the line of a place or is the line above, less empty words."""
    start = text.rfind("\n", 0, place) + 1
    found = _HEAD.match(text, start, place) or _HEADING.match(
        text, text.rfind("\n", 0, max(0, start - 1)) + 1, start
    )
    return _EMPTY.sub("", found["label"]) if found else ""


def are_siblings(label: str, name: str) -> bool:
    """Whether a bare name is built like that of the number before: 农村居民 beside 城镇居民."""
    if label in _PAIR:
        return any(one in name for one in _PAIR)
    kind = _KIND.search(label)
    return kind is not None and kind.group() in name and not _STOCK.search(label)


def verb_of(left: str) -> str:
    """The verb that a total is told with (累计签发), less times and places of the whole text."""
    found = _TOLD.fullmatch(_home().sub("", _times().sub("", left)))
    return found[1] if found else ""


def carries(left: str, word: str) -> bool:
    """Whether the words left of a number repeat the last word of a topic behind a verb."""
    head = re.escape(word[-2:])
    return (
        re.fullmatch(f"[，、,；;]?(?:{_VERBS})*{head}(?:数|人数|为|达到?|约|近|共)*", left)
        is not None
    )
