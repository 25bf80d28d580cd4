"""Every kind of page opened in a real browser, offline: desktop, phone and paper."""

import io
import os
import shutil
from pathlib import Path

import pytest

from hrss_analysis.briefs.publish import BriefJob, publish

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
NOTEBOOKS = ROOT / "notebooks"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CODES = "420322,429005,430103"
COMPARED = {"region_codes": CODES, "domain": "employment", "indicators": ""}
JOBS = [
    BriefJob(NOTEBOOKS / "region_brief.ipynb", {"region_code": "420300", "language": "zh"}),
    BriefJob(NOTEBOOKS / "region_brief.ipynb", {"region_code": "429005", "language": "en"}),
    BriefJob(NOTEBOOKS / "plan_brief.ipynb", {"region_code": "420300", "language": "en"}),
    BriefJob(NOTEBOOKS / "comparison_brief.ipynb", COMPARED | {"language": "zh"}),
    BriefJob(
        NOTEBOOKS / "projection_brief.ipynb",
        {"region_code": "100000", "horizon_year": 2030, "language": "en"},
    ),
]
PAGES = [*[job.name for job in JOBS], "index", "index-en"]
REGION_WEIGHT = 150_000

MEASURE = """() => {
  const root = document.documentElement;
  const all = [...document.querySelectorAll('svg text')];
  const text = all.filter(t => t.getBoundingClientRect().width);
  const size = t => parseFloat(getComputedStyle(t).fontSize) * Math.abs(t.getScreenCTM().a);
  return { over: root.scrollWidth - root.clientWidth, smallest: Math.min(99, ...text.map(size)) };
}"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    publish(JOBS, processed=ROOT / "data" / "processed", reports=folder)
    return folder


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
def opened(browser, reports):
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
        page.goto((reports / f"{name}.html").as_uri())
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


@pytest.mark.parametrize("name", [job.name for job in JOBS])
def test_a_value_leads_to_its_characters_by_keyboard(opened, name):
    page = opened(name)
    link = page.locator("td a[href^='#v']:visible").first
    target = link.get_attribute("href")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(50)
    assert page.url.endswith(target)
    assert page.locator(f"{target}:target").is_visible()


def test_the_policy_stops_a_script_and_a_picture_from_elsewhere(opened, reports):
    page_text = (reports / f"{PAGES[0]}.html").read_text(encoding="utf-8")
    planted = '<script>document.title="taken"</script><img src="http://example.invalid/x.png">'
    (reports / "planted.html").write_text(
        page_text.replace("</main>", f"{planted}</main>"), encoding="utf-8"
    )
    page = opened("planted")
    assert page.title() != "taken"
    assert page.stopped == [("http://example.invalid/x.png", "csp")]


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith(("region", "plan"))])
def test_a_brief_of_one_region_is_light_and_fits_two_sheets(opened, reports, name):
    from pypdf import PdfReader

    assert (reports / f"{name}.html").stat().st_size <= REGION_WEIGHT
    page = opened(name)
    page.emulate_media(media="print")
    sheets = page.pdf(format="A4", prefer_css_page_size=True, print_background=False)
    assert len(PdfReader(io.BytesIO(sheets)).pages) <= 2


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
