"""Text in, readings out: deterministic, offline, without models."""

from hrss_analysis.readings.reader import ReadResult, read_text, scorer_frame

__all__ = ["ReadResult", "read_text", "scorer_frame"]
