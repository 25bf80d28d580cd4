"""Targets held against what was reached: base, latest value, pace, verdict, odds.

========= =====================================================================
module    purpose
========= =====================================================================
verdicts  the verdicts of a mid-term evaluation (中期评估) and their reasons, in words
pairing   the plan period of a target, and the values that may stand beside it
pace      shares of the period and of the way, required change, verdict
outlook   probability and ESCAP's indices, where the projections allow them
build     `build_monitoring`: the monitoring table
========= =====================================================================
"""

from hrss_analysis.monitoring.build import build_monitoring
from hrss_analysis.monitoring.verdicts import DIRECTIONS, KINDS, REASONS, VERDICTS, reason_words

__all__ = ["DIRECTIONS", "KINDS", "REASONS", "VERDICTS", "build_monitoring", "reason_words"]
