"""Text made easy to match while every character keeps its printed place.

Folding never changes the length of the text; joining lines that were broken inside a sentence does,
and keeps a map back to the printed characters.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

from hrss_analysis.readings.lexicon import read_table

_DASHES = "‐‑‒–—―−─－﹣"
# The full-width comma stays: it never groups thousands, the ASCII comma may.
_KEPT = "，！？"
_TERMINAL = tuple("。！？!?；;：:")
_STARTS_AFRESH = re.compile(
    r"\s*(?:[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|[(（]?\d{1,2}[)）、.．](?!\d)"
    r"|第[一二三四五六七八九十\d]{1,3}[章节条篇部]|\d{1,4}\s?[年月日]|[-—]{2}|专栏|附[件表]|[表图]\s?\d|注[:：]|[①-⑳●■◆▲·])"
)
_LAYOUT_BLANK = re.compile(r"(?<=[一-龥]) (?=[一-龥\d])|(?<=[\d%]) (?=[一-龥])")
_ONE_LINE_TABLE = re.compile(r"[|\t│]|\S {2,}\S+ {2,}\S")


def _folding_table() -> dict[int, str]:
    table = {ord(dash): "-" for dash in _DASHES}
    table.update({ord(row["printed"]): row["folded"] for row in read_table("characters")})
    ranges = [(0xFF01, 0xFF5F), (0x2F00, 0x2FE0), (0xF900, 0xFB00), (0x2100, 0x2150)]
    for low, high in ranges:
        for code in range(low, high):
            folded = unicodedata.normalize("NFKC", chr(code))
            if len(folded) == 1 and chr(code) not in _KEPT + "№":
                table.setdefault(code, folded)
    for blank in "\u3000\u00a0\u2002\u2003\u2009\u202f":
        table[ord(blank)] = " "
    for invisible in "\u200b\ufeff\u200c\u200d":
        table[ord(invisible)] = " "
    table.update({ord("﹪"): "%", ord("∶"): ":", ord("﹔"): "；", ord("﹐"): "，", ord("﹑"): "、"})
    return table


_TABLE = _folding_table()
# 二〇二二年: a year in Chinese digits.
_HAN_YEAR = re.compile("(?:一九|二[〇○Ο零0])[〇○Ο零0一二三四五六七八九]{2}(?=年)")
_HAN_DIGITS = str.maketrans("〇○Ο零一二三四五六七八九", "0000123456789")


def fold(text: str) -> str:
    """Fold widths, dashes, blanks, look-alikes and years one for one; the length never changes."""
    return _HAN_YEAR.sub(lambda year: year[0].translate(_HAN_DIGITS), text.translate(_TABLE))


@dataclass(frozen=True)
class RunningText:
    """Folded text without line breaks inside sentences, and the way back to the printed characters.

    Attributes:
        text: What the grammar reads.
        starts: Offsets in `text` where a piece begins.
        origins: Offset in the printed text of each piece.
    """

    text: str
    starts: list[int]
    origins: list[int]

    def origin(self, position: int) -> int:
        """Offset in the printed text of one character of the running text."""
        piece = bisect_right(self.starts, position) - 1
        return self.origins[piece] + position - self.starts[piece]

    def printed(self, start: int, end: int) -> tuple[int, int]:
        """Span in the printed text of a span in the running text."""
        return self.origin(start), self.origin(end - 1) + 1


# A first line that is a title: short, without a mark that divides sentences.
_TITLE = re.compile("[^，,。；;]{1,60}")


def _continues(line: str, following: str) -> bool:
    """Whether a sentence runs on in the next line: the break is only a matter of layout."""
    line = line.rstrip()
    if not line or line.endswith(_TERMINAL) or _ONE_LINE_TABLE.search(line):
        return False
    if _STARTS_AFRESH.match(following) or _ONE_LINE_TABLE.search(following):
        return False
    if line[-1].isdigit() and following[:1].isdigit():
        return len(line) >= 8
    return len(line) >= 15 and bool(re.search(r"[，,。；、]", line))


def _without_layout_blanks(line: str) -> list[tuple[int, str]]:
    """Parts of a line of prose between blanks that stand beside Chinese characters only for looks.

    全县 参保 3104 人 becomes 全县参保3104人; lines without a comma or stop may be rows of tables.
    """
    if not re.search("[，。]", line) or _ONE_LINE_TABLE.search(line):
        return [(0, line)]
    parts, place = [], 0
    for blank in _LAYOUT_BLANK.finditer(line):
        parts.append((place, line[place : blank.start()]))
        place = blank.end()
    return [*parts, (place, line[place:])]


def unwrap(text: str) -> RunningText:
    """Fold a text and take out the line breaks that stand inside a sentence.

    A line goes on in the next one when it does not end like a sentence, is no heading and no row of
    a table.

    Args:
        text: The text as printed.

    Returns:
        The running text with its map back.
    """
    lines = [
        (m.start(), m.group()) for m in re.finditer(r"[^\n]+", fold(text)) if m.group().strip()
    ]
    pieces: list[str] = []
    starts, origins, length = [], [], 0
    for number, (start, line) in enumerate(lines):
        following = lines[number + 1][1].lstrip() if number + 1 < len(lines) else ""
        joined = number > 0 and pieces[-1][-1:] != "\n"
        skipped = len(line) - len(line.lstrip()) if joined else 0
        goes_on = following and not (number == 0 and _TITLE.fullmatch(line))
        piece = line[skipped:].rstrip() + ("" if goes_on and _continues(line, following) else "\n")
        for place, part in _without_layout_blanks(piece):
            starts.append(length)
            origins.append(start + skipped + place)
            pieces.append(part)
            length += len(part)
    return RunningText("".join(pieces), starts or [0], origins or [0])
