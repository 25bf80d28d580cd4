"""How fast texts are read, on one core, and that time grows no faster than the text.

Run `python tests/test_readings_speed.py` for the figures from 10 kB to 10 MB. Timings are compared
within one run only.
"""

from pathlib import Path
from time import perf_counter

from hrss_analysis import reference
from hrss_analysis.readings import read_text

TEXTS = [
    path.read_bytes().decode("utf-8")
    for path in sorted((Path(__file__).parent / "corpus" / "tune").glob("*.txt"))
]
TABLES = {"regions": reference.regions(), "indicators": reference.indicators()}


def text_of(size):
    """The texts of the corpus one after the other until they fill `size` bytes of UTF-8."""
    once = "\n\n".join(TEXTS).encode()
    return (once * (size // len(once) + 1))[:size].decode(errors="ignore")


def seconds(text):
    start = perf_counter()
    read_text(text, document_id="long.txt", document_date="2024-12-31", region_code=None, **TABLES)
    return perf_counter() - start


def seconds_for(*sizes):
    taken = [seconds(text_of(size)) for size in sizes]
    for size, time in zip(sizes, taken, strict=True):
        print(f"{size:>10,} bytes {time:8.2f} s {size / time / 1e6:6.2f} MB/s")
    return taken


def test_a_hundred_times_the_text_takes_about_a_hundred_times_as_long():
    seconds(text_of(10_000))  # tables and patterns are made once
    short, long = seconds_for(10_000, 1_000_000)
    assert long < 200 * short


if __name__ == "__main__":
    seconds_for(10_000, 10_000, 100_000, 1_000_000, 10_000_000)
    start = perf_counter()
    for text in TEXTS:
        seconds(text)
    print(f"{len(TEXTS) / (perf_counter() - start):.0f} texts of the corpus a second")
