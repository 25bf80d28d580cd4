"""Sentences, segments and clauses: the neighbourhood in which a number is understood.

A sentence ends with 。！？ or a line; a segment also with a semicolon; a clause also with a comma,
a colon or a bracket that holds numbers. Marks inside a quantity (12,367人) divide nothing.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from hrss_analysis.readings.quantities import Quantity

_MARKS = re.compile(r"[。!?！？\n;；,，()]|(?<!\d)[:：]|[:：](?!\d)")
_SENTENCE = frozenset("。!?！？\n")
_SEGMENT = _SENTENCE | frozenset("；;")
# So many characters around a number are looked at.
_WINDOW = 120
_EACH = re.compile("分别|依次")
_TURN = re.compile(
    "(?:[、，,]|和|与|及)(?:同比)?(?:净?增(?:长|加)?|上升|提高|多|下降|减少|降低|回落|缩小|扩大)了?"
)
_LIST_JOINT = re.compile(r"\s*(?:[、,，/]|和|与|及|以及|、和)?\s*(?:每人每[月年])?")


@dataclass
class Clause:
    """Part of a sentence between two marks; `end` excludes the closing mark.

    `bracket` tells that it stands inside brackets, as a remark on what is before them.
    """

    start: int
    end: int
    segment: int
    sentence: int
    bracket: bool = False


@dataclass
class Passage:
    """A quantity in its place.

    `left` is the text between the number before (or the clause) and this one, `right` what follows
    up to the next number or mark, `context` the text since the number before. A list of like
    quantities (84%、40%和59%) shares the `left` of its `head`; `rank` is the place in the list,
    `size` its length. `turn` and `turns` are the same for a list that says anew how each of its
    numbers changed (分别增长5%、下降3%).
    """

    quantity: Quantity
    clause: Clause
    left: str
    left_start: int
    right: str
    rank: int = 0
    size: int = 1
    turn: int = 0
    turns: int = 1
    context: str = ""
    head: "Passage | None" = field(default=None, repr=False)
    previous: "Passage | None" = field(default=None, repr=False)


def split_clauses(text: str, quantities: list[Quantity]) -> list[Clause]:
    """Divide running text into clauses that carry the number of their segment and sentence.

    A sentence that begins with 其中 belongs to the one before it.
    """
    clauses: list[Clause] = []
    start, segment, sentence, bracket = 0, 0, 0, False
    brackets = _numbered_brackets(text, quantities)
    for place in _marks(text, quantities):
        mark = text[place]
        if mark in "()" and place not in brackets:
            continue
        clauses.append(Clause(start, place, segment, sentence, bracket))
        start = place + 1
        bracket = mark == "(" or (bracket and mark not in ")\n")
        if mark == "。" and text.startswith("其中", start):
            continue
        segment += mark in _SEGMENT
        sentence += mark in _SENTENCE
    clauses.append(Clause(start, len(text), segment, sentence, bracket))
    return clauses


def _marks(text: str, quantities: list[Quantity]) -> Iterator[int]:
    """Places of the marks outside quantities."""
    starts = [quantity.start for quantity in quantities]
    for match in _MARKS.finditer(text):
        number = bisect_right(starts, match.start()) - 1
        if number < 0 or quantities[number].end <= match.start():
            yield match.start()


def _numbered_brackets(text: str, quantities: list[Quantity]) -> set[int]:
    """Places of brackets that hold a number; 县(市、区) divides nothing."""
    starts = [quantity.start for quantity in quantities]
    found: set[int] = set()
    for match in re.finditer(r"\([^()\n]{1,200}\)", text):
        number = bisect_right(starts, match.start())
        if number < len(starts) and starts[number] < match.end():
            found |= {match.start(), match.end() - 1}
    return found


def place_quantities(text: str, quantities: list[Quantity], clauses: list[Clause]) -> list[Passage]:
    """Give each quantity its clause, its neighbours and its place in a list."""
    starts = [clause.start for clause in clauses]
    passages: list[Passage] = []
    for number, quantity in enumerate(quantities):
        clause = clauses[bisect_right(starts, quantity.start) - 1]
        previous = passages[-1] if passages else None
        left_start = clause.start
        if previous is not None:
            left_start = max(left_start, previous.quantity.end)
        right_end = max(clause.end, quantity.end)
        if number + 1 < len(quantities):
            right_end = min(right_end, max(quantity.end, quantities[number + 1].start))
        left = text[max(left_start, quantity.start - _WINDOW) : quantity.start]
        right = text[quantity.end : min(right_end, quantity.end + _WINDOW)]
        after = max(previous.quantity.end if previous else 0, quantity.start - _WINDOW)
        passage = Passage(
            quantity,
            clause,
            left,
            quantity.start - len(left),
            right,
            context=text[after : quantity.start],
            previous=previous,
        )
        _join_list(text, passage)
        passages.append(passage)
    _set_sizes(passages)
    _set_turns(passages)
    return passages


def _join_list(text: str, passage: Passage) -> None:
    """A quantity of the same unit right behind another continues its list."""
    before = passage.previous
    if before is None or before.clause.sentence != passage.clause.sentence:
        return
    quantity = passage.quantity
    between = text[before.quantity.end : quantity.start]
    shared = "分别" in before.left and before.quantity.decimals > 0
    if _lacks_unit(before.quantity, quantity, shared=shared) and _LIST_JOINT.fullmatch(between):
        before.quantity.unit_literal, before.quantity.unit = quantity.unit_literal, quantity.unit
    alike = before.quantity.unit_literal == quantity.unit_literal
    if alike and between and _LIST_JOINT.fullmatch(between):
        passage.left, passage.left_start = before.left, before.left_start
        passage.clause = before.clause
        passage.rank, passage.head = before.rank + 1, before.head or before


def _lacks_unit(first: Quantity, second: Quantity, *, shared: bool) -> bool:
    """8.7万、4.1万人, 分别下降0.47、0.02个百分点: the unit is printed once, behind the last."""
    alike = first.scale == second.scale and (shared or first.scale != 1)
    return not first.unit_literal and alike and bool(second.unit)


def _set_sizes(passages: list[Passage]) -> None:
    size = 1
    for passage in reversed(passages):
        size = max(size, passage.rank + 1)
        passage.size = size
        if passage.rank == 0:
            size = 1


def _set_turns(passages: list[Passage]) -> None:
    """Number the members of lists whose members each have a verb of their own."""
    run: list[Passage] = []
    for passage in passages:
        passage.turn, passage.turns = passage.rank, passage.size
        before = run[-1] if run else None
        again = before is not None and before is passage.previous and _TURN.fullmatch(passage.left)
        run = [*run, passage] if again else [passage] if _EACH.search(passage.left) else []
        if len(run) > 1 and all(one.size == 1 for one in run):
            for turn, one in enumerate(run):
                one.turn, one.turns = turn, len(run)
