"""Every kind of page opened in a real browser, offline: desktop, phone and paper."""

import io
import os
import re
import shutil
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
COMPARED = "420322-429005-430103-employment"
BRIEFS = [
    "region-420300-zh",
    "region-420300-en",
    "region-429005-zh",
    "region-430103-zh",
    "plan-420300-en",
    f"comparison-{COMPARED}-zh",
    "projection-100000-2030-zh",
    "projection-420300-2030-en",
    "map-100000-urban_new_employment-0-zh",
    "map-100000-urban_new_employment-0-en",
]
PAGES = [*BRIEFS, "index", "index-en"]
REGION_WEIGHT = 150_000
SHEETS = 2

MEASURE = """() => {
  const root = document.documentElement;
  const all = [...document.querySelectorAll('svg text')];
  const text = all.filter(t => t.getBoundingClientRect().width);
  const size = t => parseFloat(getComputedStyle(t).fontSize) * Math.abs(t.getScreenCTM().a);
  return { over: root.scrollWidth - root.clientWidth, smallest: Math.min(99, ...text.map(size)) };
}"""

# Words set in one pixel at both ends of what must not be torn apart: figures, and a heading with
# what follows it.
MARK = """() => {
  let count = 0;
  const put = (element, where, text) => {
    const mark = document.createElement('span');
    mark.textContent = text;
    mark.style.cssText = 'all:initial;position:absolute;font:1px monospace;color:#fdfdfd';
    where === 'first' ? element.prepend(mark) : element.append(mark);
  };
  const seen = e => e.getBoundingClientRect().width > 0;
  const together = [...document.querySelectorAll('figure')].map(f => [f, f]);
  document.querySelectorAll('h2').forEach(h => together.push([h, h.nextElementSibling ||
    h.parentElement.querySelector('h2 ~ *')]));
  together.filter(([a, b]) => seen(a) && b && seen(b)).forEach(([a, b]) => {
    put(a, 'first', `QA${count}Z`);
    put(b.querySelector('li') || b, b === a ? 'last' : 'first', `QB${count}Z`);
    count += 1;
  });
  return count;
}"""


@pytest.fixture(scope="module")
def browser():
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(f"no browser to open pages with: install one of {', '.join(BROWSERS)}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def opened(browser, published):
    contexts = []

    def open_page(name, width=1280):
        context = browser.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.stopped = []
        page.on(
            "requestfailed", lambda request: page.stopped.append((request.url, request.failure))
        )
        page.goto((published / f"{name}.html").as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_nothing_but_itself(opened, name):
    page = opened(name)
    assert [url for url in page.asked if not url.startswith("data:")] == [page.url]
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [375, 320])
def test_a_page_fits_a_phone(opened, name, width):
    measured = opened(name, width).evaluate(MEASURE)
    assert measured["over"] <= 0
    assert measured["smallest"] >= (12 if width == 375 else 10.5)


@pytest.mark.parametrize("name", BRIEFS)
def test_a_value_leads_to_its_characters_by_keyboard(opened, name):
    page = opened(name)
    link = page.locator("td a[href^='#v']:visible").first
    target = link.get_attribute("href")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(50)
    assert page.url.endswith(target)
    assert page.locator(f"{target}:target").is_visible()


def test_the_policy_stops_a_script_and_a_picture_from_elsewhere(opened, published):
    page_text = (published / f"{PAGES[0]}.html").read_text(encoding="utf-8")
    planted = '<script>document.title="taken"</script><img src="http://example.invalid/x.png">'
    file = published / "planted.html"
    file.write_text(page_text.replace("</main>", f"{planted}</main>"), encoding="utf-8")
    try:
        page = opened("planted")
    finally:
        file.unlink()  # other tests look at all pages of this folder
    assert page.title() != "taken"
    assert page.stopped == [("http://example.invalid/x.png", "csp")]


@pytest.mark.parametrize("name", [name for name in BRIEFS if name.startswith(("region", "plan"))])
def test_a_brief_of_one_region_is_light(published, name):
    assert (published / f"{name}.html").stat().st_size <= REGION_WEIGHT


@pytest.mark.parametrize("name", BRIEFS)
def test_a_brief_prints_on_two_sheets_and_splits_nothing(opened, name):
    from pypdf import PdfReader

    page = opened(name)
    page.emulate_media(media="print")
    together = page.evaluate(MARK)
    printed = page.pdf(format="A4", prefer_css_page_size=True, print_background=False)
    sheets = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(printed)).pages]
    assert len(sheets) <= SHEETS
    found = [set(re.findall(r"Q[AB](\d+)Z", re.sub(r"\s", "", text))) for text in sheets]
    assert sum(map(len, found)) == together, f"pieces on two sheets, or on none: {found}"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_accessibility_finding(opened, name):
    rules = os.environ.get("AXE_JS")
    if not rules:
        pytest.skip("AXE_JS does not name a copy of axe.min.js")
    for width in (1280, 375):
        page = opened(name, width)
        page.evaluate(Path(rules).read_text(encoding="utf-8"))
        found = page.evaluate("axe.run().then(r => r.violations.map(v => v.id))")
        assert found == []
