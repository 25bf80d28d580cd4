"""The checklist of an excellent brief, point by point, on pages of every kind in both languages.

Here stand the points that a published page can answer for itself; each has a page on which it
holds and one on which it must fire. Points that need a browser are in `test_browser`, those about
the figures behind a sentence or a drawing in `test_prose` and `test_charts`; the table in
DECISIONS.md says where each of the 35 is met.
"""

import base64
import csv
import io
import re

import pytest
from lxml import html

from hrss_analysis.briefs.render import PageError, refuse_unfit
from hrss_analysis.prose.words import explained

pytestmark = pytest.mark.slow

MOST_HAN, MOST_WORDS, MOST_BULLETS, MOST_POINTS = 30, 15, 3, 6
MOST_BYTES = 150_000
HAN = r"[\u4e00-\u9fff]"
CARD = "//ul[@class='cards']/li"
CHART = "//figure[@id]"
OWN_WORDS = (  # sentences of the page, without names of sources and what is printed in them
    "//h1 | //p[@class='lead'] | //p[@class='notice'] | //h2 | //h3 | //p[@class='sub'] | "
    "//p[@class='note'] | //ul[@class='points'] | //ul[@class='cards'] | //div[@class='notes']"
)


class Page:
    """A published page and what the points ask of it."""

    def __init__(self, name, text):
        self.name, self.text = name, text
        self.kind, self.language = name.split("-")[0], name.rsplit("-", 1)[-1]
        self.zh = self.language == "zh"
        self.root = html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))

    def all(self, path):
        return self.root.xpath(path)

    def told(self, path):
        return [" ".join(found.text_content().split()) for found in self.all(path)]

    def without(self, path, inner):
        """The elements that lack another one inside, by the start of their text."""
        return [found.text_content()[:30] for found in self.all(path) if not found.xpath(inner)]

    def downloads(self):
        """The CSV behind each figure and table, by its file name without the language."""
        links = self.all("//a[@download][starts-with(@href, 'data:text/csv')]")
        return {
            re.sub("-(zh|en)-", "-", link.get("download")): base64.b64decode(
                link.get("href").split("base64,")[1]
            )
            for link in links
        }


def finding_is_short_and_place_and_period_stand_above(page):
    (told,), kicker = page.told("//h1"), page.told("//p[@class='kicker']/span")[0]
    length = len(re.findall(HAN, told)) if page.zh else len(told.split())
    wrong = [told] * (length > (MOST_HAN if page.zh else MOST_WORDS))
    return wrong + [kicker] * (kicker.count("·") < 2)


def lead_tells_figures(page):
    return [lead for lead in page.told("//p[@class='lead']") if not re.search(r"\d", lead)]


def dates_and_coverage_are_told(page):
    dates = page.all("//p[@class='meta']//time[@datetime]")
    return ["date"] * (not dates) + ["coverage"] * (len(page.all("//p[@class='meta']/span")) < 2)


def cards_are_few_with_value_and_unit(page):
    values = page.told(f"{CARD}/p[@class='value']")
    few = 3 <= len(values) <= 6
    bare = [value for value in values if not re.search(r"\d.*\D|未公布|Not reported", value)]
    return bare + ["number of cards"] * (not few)


def missing_card_is_dashed_and_in_words(page):
    gone = [c for c in page.all(CARD) if re.search("未公布$|Not rep", c.xpath("string(p[2])"))]
    return [card.text_content() for card in gone if "none" not in card.get("class").split()]


def bullets_are_few(page):
    counts = [len(points) for points in page.all("//ul[@class='points']")]
    return [counts] * (max(counts) > MOST_BULLETS or sum(counts) > MOST_POINTS)


def figures_have_number_title_and_subtitle(page):
    heads = page.told("//figure//h3")
    wrong = [head for head in heads if not re.match(r"(图|表|Figure |Table )\d+\W? ?\S", head)]
    wrong += page.without(CHART, "figcaption/p[@class='sub'][text()]")
    return wrong + ["no figure"] * (not heads)


def figures_hand_out_what_they_draw(page):
    wrong = page.without("//figure", ".//p[@class='src']//a[@download]")
    wrong += page.without(CHART, "details//table")
    bare = [name for name, data in page.downloads().items() if data[:3] != b"\xef\xbb\xbf"]
    return wrong + bare


def drawings_are_text_and_not_pictures(page):
    return page.without("//svg", ".//text") + page.all("//svg//image") + page.all("//img")


def drawings_are_described(page):
    wrong = page.without("//svg", "self::*[@role='img']/title[text()]")
    told = [desc.text or "" for desc in page.all("//svg/desc")]
    wrong += [desc for desc in told if len(desc) < 20 or not re.search(r"\d", desc)]
    return wrong + ["desc"] * (len(told) != len(page.all("//svg")))


def drawings_come_wide_and_narrow(page):
    wide = "svg[contains(@class, 'wide')]"
    return page.without(CHART, f"{wide}/following-sibling::svg[contains(@class, 'narrow')]")


def ranges_have_odds_and_limits_in_words(page):
    if page.kind != "projection":
        return []
    lead, notice = page.told("//p[@class='lead']")[0], page.told("//p[@class='notice']")
    words = ("八成", "不含") if page.zh else ("in ten", "leave out")
    return [word for word in words if word not in lead] + ["notice"] * (not notice)


def tables_have_scopes_captions_and_subheads(page):
    return page.without("//table", "caption") + [
        cell.text_content() for cell in page.all("//th[not(@scope)]")
    ]


def coverage_puts_the_latest_year_first(page):
    years = [int(year) for year in page.told("//table[@class='cov']/thead//th") if year.isdigit()]
    return [years] * (years != sorted(years, reverse=True))


def no_cell_is_empty(page):
    return [cell for cell in page.all("//td") if not cell.text_content().strip()]


def numbers_are_written_as_the_language_does(page):
    told = " ".join(page.told(OWN_WORDS))
    wrong = re.findall(r"\d,\d{3}" if page.zh else f"{HAN}.{{5}}", told)
    return wrong + re.findall(r"(?:^|[ （(])-\d", told)  # minus is U+2212


def no_number_is_raw(page):
    try:
        refuse_unfit(page.text)
    except PageError as error:
        return [str(error)]
    return re.findall(r"\d\.\d{5,}", " ".join(page.told(OWN_WORDS) + page.told("//td")))


def a_region_shows_its_coverage(page):
    return [] if page.kind != "region" or page.all("//table[@class='cov']//td") else ["coverage"]


def methods_revisions_and_citation_close_the_page(page):
    told = " ".join(page.told("//div[@class='notes']/p/b"))
    words = ("修订", "引用") if page.zh else ("Revisions", "Cite as")
    return [word for word in words if word not in told]


def other_language_and_index_are_linked(page):
    links = {link.get("href") for link in page.all("//header//a")}
    other = "en" if page.zh else "zh"
    wanted = {f"{page.name[:-2]}{other}.html", "index.html" if page.zh else "index-en.html"}
    return sorted(wanted - links)


def nothing_is_asked_of_the_network(page):
    (policy,) = page.all("//meta[@http-equiv='Content-Security-Policy']/@content") or ("",)
    wrong = page.all("//script") + page.all("//*[@src][not(starts-with(@src, 'data:'))]")
    wrong += page.all("//link[starts-with(@href, 'http')]")
    return wrong + ["policy"] * ("default-src 'none'" not in policy)


def the_page_is_light(page):
    size = len(page.text.encode())
    return [size] * (size > MOST_BYTES)


def the_document_is_named_and_ordered(page):
    levels = [int(head.tag[1]) for head in page.all("//h1 | //h2 | //h3 | //h4")]
    skips = [pair for pair in zip(levels, levels[1:], strict=False) if pair[1] > pair[0] + 1]
    named = page.all("/html[@lang='zh-CN']") if page.zh else page.all("/html[@lang='en']")
    wanted = ("//title[text()]", "//meta[@name='description'][@content]", "//main")
    wrong = [path for path in wanted if not page.all(path)]
    return wrong + skips + ["h1"] * (levels.count(1) != 1) + ["lang"] * (not named)


def scroll_boxes_are_named_and_reached_by_keyboard(page):
    boxes = page.all("//div[@class='scroll']")
    return [box for box in boxes if box.get("tabindex") != "0" or not box.get("aria-label")]


def every_mark_is_explained(page):
    """The letters behind values; each must be followed by its meaning somewhere on the page."""
    marks = set("".join(page.told("//sup[not(ancestor::svg)]")))
    told = " ".join(page.told("//p[@class='note']"))
    known = dict(explained("".join(marks), page.language))
    return [mark for mark in sorted(marks) if f"{mark} {known.get(mark, mark)}" not in told]


def chinese_has_full_width_punctuation(page):
    told = " ".join(page.told(OWN_WORDS)) if page.zh else ""
    return re.findall(f"{HAN}[,;:!?()]|[,;:!?()]{HAN}", told)


# number of the point, what must hold, and what spoils a page for it
LEAD, VALUE, POINT_LIST = '<p class="lead">', '<p class="value">', '<ul class="points">'
POINTS = {
    1: (finding_is_short_and_place_and_period_stand_above, "<h1><span>", "<h1><span>" + "长" * 31),
    2: (lead_tells_figures, r'<p class="lead">.*?</p>', f"{LEAD}就业良好。</p>"),
    4: (dates_and_coverage_are_told, "<time", "<span"),
    5: (cards_are_few_with_value_and_unit, VALUE, f"{VALUE}好</p><p>"),
    6: (missing_card_is_dashed_and_in_words, VALUE, f"{VALUE}未公布</p><p>"),
    7: (bullets_are_few, POINT_LIST, POINT_LIST + "<li>又</li>" * 4),
    8: (figures_have_number_title_and_subtitle, r'<p class="sub">[^<]*', '<p class="sub">'),
    9: (figures_hand_out_what_they_draw, r' download="[^"]*-c1.csv"', ""),
    10: (drawings_are_text_and_not_pictures, "<text.*?</text>", ""),
    11: (drawings_are_described, "<desc([^>]*)>[^<]*", r"<desc\1>图"),
    12: (drawings_come_wide_and_narrow, "chart narrow", "chart"),
    15: (ranges_have_odds_and_limits_in_words, "八成|in ten", ""),
    19: (tables_have_scopes_captions_and_subheads, ' scope="col"', ""),
    20: (coverage_puts_the_latest_year_first, r'("cov">.*?)(<th[^>]*>)20\d\d', r"\1\g<2>1900"),
    21: (no_cell_is_empty, "<td([^>]*)>[^<]+</td>", r"<td\1></td>"),
    22: (numbers_are_written_as_the_language_does, LEAD, f"{LEAD}12,345人，-5人"),
    23: (no_number_is_raw, "<td([^>]*)>", r"<td\1>3.1234567 "),
    24: (a_region_shows_its_coverage, 'class="cov"', ""),
    25: (methods_revisions_and_citation_close_the_page, "<b>(修订|Revisions)", "<b>"),
    26: (other_language_and_index_are_linked, 'href="index', 'href="list'),
    27: (nothing_is_asked_of_the_network, "</main>", "<script>1</script></main>"),
    28: (the_page_is_light, "</main>", "x" * 300_000 + "</main>"),
    30: (the_document_is_named_and_ordered, "<h2", "<h4"),
    31: (scroll_boxes_are_named_and_reached_by_keyboard, ' tabindex="0"', ""),
    33: (chinese_has_full_width_punctuation, LEAD, f"{LEAD}就业,"),
}


@pytest.fixture(scope="module")
def pages(published):
    files = [path for path in published.glob("*.html") if not path.stem.startswith("index")]
    return [Page(path.stem, path.read_text(encoding="utf-8")) for path in sorted(files)]


def test_every_kind_is_there_in_both_languages(pages):
    found = {(page.kind, page.language) for page in pages}
    kinds = ("region", "comparison", "plan", "projection", "map")
    assert found == {(kind, language) for kind in kinds for language in ("zh", "en")}


@pytest.mark.parametrize("point", POINTS, ids=lambda point: f"{point}-{POINTS[point][0].__name__}")
def test_a_point_holds_on_every_page(pages, point):
    holds = POINTS[point][0]
    assert {page.name: found for page in pages if (found := holds(page))} == {}


@pytest.mark.parametrize("point", POINTS, ids=lambda point: f"{point}-{POINTS[point][0].__name__}")
def test_a_point_is_missed_on_a_spoiled_page(pages, point):
    holds, pattern, worse = POINTS[point]
    kind = "projection" if point == 15 else "region"
    page = next(page for page in pages if page.kind == kind and page.zh)
    spoiled = re.sub(pattern, worse, page.text, flags=re.S)
    assert spoiled != page.text
    assert holds(Page(page.name, spoiled)) != []


def test_every_mark_on_a_page_is_explained_there(pages):
    assert {page.name: found for page in pages if (found := every_mark_is_explained(page))} == {}
    page = next(page for page in pages if page.kind == "region")
    spoiled = re.sub("</sup>", "疑</sup>", page.text, count=1)
    assert every_mark_is_explained(Page(page.name, spoiled)) == ["疑"]


def test_both_languages_hand_out_the_same_figures(pages):
    """Point 26: the same observations and numbers behind each figure and table."""
    for page in (page for page in pages if page.zh):
        twin = next(other for other in pages if other.name == f"{page.name[:-2]}en")
        mine, theirs = page.downloads(), twin.downloads()
        assert mine.keys() == theirs.keys()
        for name, data in mine.items():
            assert identities(data) == identities(theirs[name]), name


def identities(data):
    """The ids of observations and readings in a CSV, row by row; all else may be in words."""
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    return [[cell for cell in row if re.fullmatch(r"(\S+:\S+ ?)+", cell)] for row in rows]
