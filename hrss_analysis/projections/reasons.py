"""Why there is no projection, or what limits one."""

# What the keys in `reason` mean, English and Chinese; several keys are split by blanks.
REASONS = {
    "no_period": ("no period is known", "时期不明"),
    "part_of_population": ("known for a part of the population only", "仅有部分人群数据"),
    "other_definition": ("known in another unit or definition only", "仅有其他单位或口径的数据"),
    "not_reported": ("known as an estimate only", "仅有估计值"),
    "part_year": ("the newest value may cover part of a year", "最新数据可能未满一年"),
    "only_totals": ("only a total over several years is known", "仅有多年合计数"),
    "stale": ("the last value is too old", "最新数据过旧"),
    "too_far": ("too many years after the last value", "超出可预测年限"),
    "known": ("values are known up to this year", "截至该年均有实际数据"),
    "negative": ("negative values have no growth", "含负值，无法计算增长"),
    "all_zero": ("all values are zero", "数值全为零"),
    "years_apart": ("the years lie centuries apart: one is wrong", "年份相差过大，请核对"),
    "not_finite": ("a value is not a number", "数值无效"),
    "outside_bounds": ("a rate lies outside 0–100 %", "比率超出0—100%"),
    "check_definition": (
        "more than doubled or halved between two years, perhaps redefined",
        "相邻年份数据相差一倍以上，口径可能有变",
    ),
    "above_residents": (
        "more than one for each resident, so residents set no upper limit",
        "数量多于常住人口，范围不以常住人口封顶",
    ),
    "too_wide": (
        "an 80% range too wide to be of use, its upper end over five times the lower",
        "八成范围过宽（上端超过下端的五倍）",
    ),
    "parts_exceed_total": (
        "with the other known parts more than the region above: not reconciled with it",
        "与其他已知地区相加超过上级数据，未与上级调平",
    ),
    "total_disagrees": (
        "a total over several years contradicts the yearly values and is not used",
        "多年合计与年度数据不符，未采用",
    ),
}
