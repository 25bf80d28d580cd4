"""Characters that hide a word from a dictionary: look-alikes, invisible ones, stray line ends.

PDF fonts often share one glyph between a word character and the radical that looks like it
(⼈ U+2F08 for 人 U+4EBA), and the text layer then names the radical. Every repair is counted and
keeps each character's offset in the source.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from hrss_analysis.documents.model import SourcePlace

# Radicals that NFKC leaves alone although Noto Sans SC draws them with the glyph of the word
# character (found by comparing its character map); `_BY_SIGHT` was found by eye.
_RADICALS = (
    "⺂⺃⺅⺉⺏⺐⺒⺓⺔⺕⺖⺘⺙⺛⺞⺠⺡⺣⺤⺦⺨⺭"
    "⺯⺰⺱⺹⺺⺾⻂⻅⻆⻈⻉⻋⻌⻐⻑⻒⻓⻔⻖⻘⻙⻚"
    "⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻮⻯⻰⻱⻲"
)
_IDEOGRAPHS = (
    "乛乚亻刂尣尢巳幺彑彐忄扌攵旡歺民氵灬爫丬犭礻"
    "糹纟罓耂肀艹衤见角讠贝车辶钅長镸长门阝青韦页"
    "风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐齿竜龙龜亀"
)
_BY_SIGHT = {
    "⺝": "月",
    "⺫": "目",
    "⺼": "月",
    "⻁": "虎",
    "⻄": "西",
    "⻊": "足",
    "⻏": "阝",
    "⻗": "雨",
}
# Radicals (supplement and Kangxi) and compatibility ideographs: one character for one.
_LOOK_ALIKE_BLOCKS = (range(0x2E80, 0x2EF4), range(0x2F00, 0x2FD6), range(0xF900, 0xFB00))


def _look_alikes() -> dict[int, str]:
    folded = {
        code: unicodedata.normalize("NFKC", chr(code))
        for block in _LOOK_ALIKE_BLOCKS
        for code in block
    }
    known = dict(zip(_RADICALS, _IDEOGRAPHS, strict=True)) | _BY_SIGHT
    folded |= {ord(radical): ideograph for radical, ideograph in known.items()}
    return {code: char for code, char in folded.items() if char != chr(code) and len(char) == 1}


_LOOK_ALIKES = _look_alikes()
_LOOK_ALIKE = re.compile("[" + "".join(map(chr, _LOOK_ALIKES)) + "]")
_STILL_RADICAL = re.compile("[\u2e80-\u2ef3\u2f00-\u2fd5]")

# Greedy and without a tail, so that a long run of blanks costs linear time.
_ODD = re.compile(
    r"\s+|[\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffe\uffff]+"
)
# Most blocks hold none of these and need no further look.
_SUSPECT = re.compile(r"^\s|\s$|[\u2e80-\u2fdf\uf900-\ufaff]")
_BREAK = re.compile("[\n\r\v\f\x1c-\x1f\x85\u2028\u2029]")
_IDEOGRAPHIC = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Run:
    """Text that stands unbroken in the source, at `start` in `place`; place None: inserted."""

    text: str
    place: SourcePlace | None
    start: int = 0


def is_ideographic(char: str) -> bool:
    """Tell whether a character is Chinese, including its punctuation and full-width forms."""
    return bool(_IDEOGRAPHIC.match(char))


def cleaned(runs: Iterable[Run], repairs: Counter[str], left_out: Counter[str]) -> list[Run]:
    """Repair one block of text: one line, visible characters, no radicals for words.

    Args:
        runs: The block's text, in order.
        repairs: Gains the number of characters changed.
        left_out: Gains the radicals that have no counterpart.

    Returns:
        The same text in possibly more runs, without blanks at either end.
    """
    runs = list(runs)
    if len(runs) == 1 and runs[0].text.isprintable() and not _SUSPECT.search(runs[0].text):
        return runs
    whole = "".join(run.text for run in runs)
    edits = list(_edits(whole, repairs))
    kept = [_without_look_alikes(run, repairs) for run in _apply(runs, edits)]
    left_out["radicals without a word character"] += sum(
        len(_STILL_RADICAL.findall(run.text)) for run in kept
    )
    return kept


def _edits(whole: str, repairs: Counter[str]) -> Iterator[tuple[int, int, str]]:
    for match in _ODD.finditer(whole):
        start, end = match.span()
        if not match.group().isspace():
            repairs["invisible characters removed"] += end - start
            yield start, end, ""
        elif start == 0 or end == len(whole):
            yield start, end, ""
        elif _BREAK.search(match.group()):
            repairs["line ends joined"] += 1
            # Chinese takes no blank at a line end; two digits or Latin words do.
            chinese = is_ideographic(whole[start - 1]) or is_ideographic(whole[end])
            yield start, end, "" if chinese else " "
        elif "\t" in match.group():
            repairs["tabs within a line made blanks"] += 1
            yield start, end, " "


def _apply(runs: list[Run], edits: list[tuple[int, int, str]]) -> Iterator[Run]:
    """Yield the runs with each edited stretch replaced; a replacement counts as its first run's."""
    offset, waiting = 0, iter([*edits, (sum(len(run.text) for run in runs) + 1, 0, "")])
    start, end, new = next(waiting)
    for run in runs:
        position, limit = offset, offset + len(run.text)
        while start < limit:
            if position < start:
                yield _part(run, position - offset, start - offset)
            if new and start >= offset:
                yield replace(_part(run, start - offset, start - offset + 1), text=new)
            position = max(position, min(end, limit))
            if end > limit:
                break
            start, end, new = next(waiting)
        if position < limit:
            yield _part(run, position - offset, limit - offset)
        offset = limit


def _part(run: Run, start: int, end: int) -> Run:
    return Run(run.text[start:end], run.place, run.start + start)


def _without_look_alikes(run: Run, repairs: Counter[str]) -> Run:
    count = len(_LOOK_ALIKE.findall(run.text))
    if not count:
        return run
    repairs["look-alike characters replaced"] += count
    return replace(run, text=run.text.translate(_LOOK_ALIKES))
