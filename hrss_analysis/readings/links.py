"""What is decided about each number of a text: its role, its indicator, the number it is about."""

from dataclasses import dataclass, field

from hrss_analysis.readings.mentions import Mention
from hrss_analysis.readings.naming import FURTHEST
from hrss_analysis.readings.passages import Passage
from hrss_analysis.readings.roles import Judgement

# Roles of numbers that speak of another one.
ABOUT = ("growth", "completion_rate", "share", "reference")


@dataclass
class Link:
    """What was decided about one passage; `base` is the passage it is about, if another.

    `inherited` tells that its name stands beside another number, `whole` is what the name of a
    part was joined with.
    """

    passage: Passage
    judgement: Judgement
    indicator_id: str = ""
    scope: str = ""
    mention: Mention | None = None
    base: "Link | None" = field(default=None, repr=False)
    inherited: bool = False
    whole: str = ""

    @property
    def role(self) -> str:
        """Role of the number."""
        return self.judgement.role

    @property
    def is_about_another(self) -> bool:
        """Whether the words beside it make it speak of another number."""
        return self.role in ABOUT and self.judgement.attached


def latest(links: list[Link], end: int) -> list[Link]:
    """The links before a place in the list, latest first, as far back as sentences go."""
    return links[max(0, end - FURTHEST) : end][::-1]
