"""WCAG 2.2 A and AA as far as axe can tell, on every page, light and dark, wide and narrow."""

from typing import Any

import pytest

axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
)

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/cari?q=banjir&from=2020&not_actor=x",
    "/cari?q=zzzzqqqq",
    "/saring/place",
    "/tentang",
    "/cari?size=5&lang=en",
)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
@pytest.mark.parametrize("path", [*PAGES, "article"])
def test_axe_finds_nothing(browser: Any, server: str, path: str, width: int, scheme: Any) -> None:
    with browser.new_context(
        locale="id-ID", viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    ) as context:
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(server + ("/cari?q=banjir" if path == "article" else path))
        if path == "article":
            page.locator(".hit h2 a").first.click()
            page.locator("article.story").wait_for()
        found = axe.Axe().run(page, options=RULES).response["violations"]
    told = [(rule["id"], [node["html"][:160] for node in rule["nodes"][:3]]) for rule in found]
    assert told == []
