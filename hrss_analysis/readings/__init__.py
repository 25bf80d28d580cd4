"""Text in, readings out: deterministic, offline, without models."""

from hrss_analysis.readings.documents import UndatedError
from hrss_analysis.readings.reader import ReadResult, read_text

__all__ = ["ReadResult", "UndatedError", "read_text"]
