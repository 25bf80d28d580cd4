"""The verdicts of a mid-term evaluation (中期评估) and their reasons, in Chinese and English."""

from hrss_analysis.comparisons import reason_text

# verdict -> Chinese, English; the first four are the words of mid-term evaluations of plans.
VERDICTS = {
    "met": ("已完成", "met"),
    "on_pace": ("达到序时进度", "on pace"),
    "behind": ("滞后于序时进度", "behind pace"),
    "undetermined": ("无法判断", "cannot be judged"),
    "missed": ("未完成", "missed"),
}
KINDS = {
    "binding": ("约束性", "binding"),
    "expected": ("预期性", "expected"),
    "not_stated": ("未注明", "not stated"),
}
DIRECTIONS = {
    "floor": ("越高越好", "more is better"),
    "ceiling": ("控制上限", "ceiling"),
    "unknown": ("未定方向", "no direction"),
}
# Why a verdict was given, or why there is none. Keys of the comparability gate may stand here too.
REASONS = {
    "reached": ("目标期满，达到目标", "the period is over and the target reached"),
    "short": ("目标期满，未达到目标", "the period is over and the target not reached"),
    "printed_rate": ("按文件所印完成率", "by the printed completion rate"),
    "early": ("提前达到目标", "reached before the end of the period"),
    "kept": ("基期已达到目标，目前保持", "met at the base and still kept"),
    "lost": ("基期已达到目标，目前低于目标", "met at the base, no longer"),
    "ahead_of_time": ("完成进度不低于时间进度", "as far as the time elapsed, or further"),
    "behind_time": ("完成进度低于时间进度", "less far than the time elapsed"),
    "no_period": ("目标未注明时期", "no period printed"),
    "no_value": ("目标期内无数值", "no value in the period"),
    "gap_in_years": ("目标期开头无数值", "no value for the first part"),
    "no_base": ("没有可用的基期数值", "no base value"),
    "within_rounding": ("差距在印刷精度以内", "within printed precision"),
    "contradictory": ("来源数值互相矛盾", "sources contradict each other"),
    "no_direction": ("指标没有优劣方向", "the indicator has no better direction"),
}


def reason_words(key: str, language: str) -> str:
    """Return a reason in Chinese (`zh`) or English (`en`); the gate's own keys are known too."""
    if key in REASONS:
        return REASONS[key][0 if language == "zh" else 1]
    return reason_text(key, language)
