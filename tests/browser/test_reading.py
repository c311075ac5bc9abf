"""What a reader does, in a real browser: search, filter, exclude, page, open, back, by mouse and by key."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PAGES = ("/", "/cari?q=banjir", "/cari?q=zzzzqqqq", "/saring/place", "/tentang", "/tidak-ada")


def search(reader, words):  # type: ignore[no-untyped-def]
    page = reader.open("/")
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).fill(words)
    page.get_by_role("button", name="Cari", exact=True).click()
    expect(page).to_have_url(re.compile(r"/cari\?q="))
    return page


def test_search_filter_exclude_and_back(reader) -> None:  # type: ignore[no-untyped-def]
    page = search(reader, "banjir")
    everything = reader.total()
    assert everything > 3
    expect(page.locator(".hit mark").first).to_be_visible()
    place = page.locator('fieldset[data-facet="place"] li').first
    count = int(place.locator(".count").inner_text())
    name = place.locator(".label").inner_text()
    place.get_by_role("checkbox").check()
    page.get_by_role("button", name="Terapkan").click()
    expect(page.locator(".chip", has_text=name)).to_be_visible()
    assert reader.total() == count
    assert "from=" not in page.url, "empty fields stay out of the address"
    page.get_by_role("link", name=f"Hapus saringan {name}").click()
    expect(page.locator(".chip")).to_have_count(0)
    assert reader.total() == everything
    first = page.locator('fieldset[data-facet="place"] li').first
    first.hover()
    first.get_by_role("link").click()
    expect(page.locator(".chip.not")).to_contain_text("bukan")
    assert reader.total() == everything - count
    page.go_back()
    assert reader.total() == everything


def test_paging_and_back_to_the_same_results(reader) -> None:  # type: ignore[no-untyped-def]
    page = reader.open("/cari?size=5")
    first = page.locator(".hit h2").all_inner_texts()
    page.get_by_role("link", name="Berikutnya").click()
    expect(page).to_have_url(re.compile("page=2"))
    second = page.locator(".hit h2").all_inner_texts()
    assert len(first) == len(second) == 5
    assert first != second
    page.locator(".hit h2 a").first.click()
    expect(page.locator("article.story")).to_be_visible()
    page.go_back()
    assert page.locator(".hit h2").all_inner_texts() == second


def test_an_article_marks_what_was_searched(reader) -> None:  # type: ignore[no-untyped-def]
    page = search(reader, "banjir")
    page.locator(".hit h2 a").first.click()
    expect(page.locator("article.story h1")).to_be_visible()
    expect(page.locator(".story mark").first).to_be_visible()
    page.get_by_role("link", name="1", exact=True).click()
    expect(page).to_have_url(re.compile("#h1$"))
    page.get_by_role("link", name="Lihat teks asli").click()
    expect(page.locator(".body.original")).to_be_visible()


def test_a_bar_of_the_timeline_narrows(reader) -> None:  # type: ignore[no-untyped-def]
    page = reader.open("/cari?q=banjir")
    bar = page.locator(".timeline svg a").first
    told = bar.get_attribute("aria-label") or ""
    bar.click(force=True)
    expect(page.locator(".chip")).to_have_count(1)
    assert told.endswith(f": {reader.total()} artikel")


def test_the_keyboard_does_it_all(reader) -> None:  # type: ignore[no-untyped-def]
    page = reader.open("/cari?q=banjir&size=3")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".hits > li").nth(1).locator("h2 a")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator(".hits > li").nth(0).locator("h2 a")).to_be_focused()
    page.keyboard.press("f")
    expect(page.locator('.filters input[name="from"]')).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("page=2"))
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.get_by_label("Pakai pintasan").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    page.reload()
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()


def test_n_and_p_walk_through_the_hits_of_an_article(reader) -> None:  # type: ignore[no-untyped-def]
    page = search(reader, "banjir")
    page.locator(".hit h2 a").first.click()
    page.wait_for_url("**/artikel/**")
    page.keyboard.press("n")
    expect(page.locator("mark.now")).to_have_id("h1")
    expect(page.locator("[data-steps]")).to_contain_text("1 dari")
    page.keyboard.press("p")
    expect(page.locator("mark.now")).to_have_count(1)


def test_suggestions_can_be_walked_taken_and_closed(reader) -> None:  # type: ignore[no-untyped-def]
    page = reader.open("/")
    box = page.get_by_role("combobox")
    box.press_sequentially("banj")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("i")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(page).to_have_url(re.compile("/(cari|artikel)"))


def test_everything_works_without_scripts(plain_reader) -> None:  # type: ignore[no-untyped-def]
    page = search(plain_reader, "banjir")
    everything = plain_reader.total()
    box = page.locator('fieldset[data-facet="place"] li').first
    count = int(box.locator(".count").inner_text())
    box.get_by_role("checkbox").check()
    page.get_by_role("button", name="Terapkan").click()
    assert plain_reader.total() == count
    page.locator(".chip a").first.click()
    assert plain_reader.total() == everything
    page.locator(".hit h2 a").first.click()
    expect(page.locator("article.story mark").first).to_be_visible()
    page.get_by_role("link", name="Kembali ke hasil").click()
    assert plain_reader.total() == everything


@pytest.mark.parametrize("path", PAGES)
def test_a_telephone_never_scrolls_sideways(small_reader, path: str) -> None:  # type: ignore[no-untyped-def]
    page = small_reader.open(path)
    small_reader.wrong.clear()  # a 404 is told on the console
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_telephone_filters_and_reads(small_reader) -> None:  # type: ignore[no-untyped-def]
    page = small_reader.open("/cari?q=banjir")
    expect(page.locator(".filters")).to_be_hidden()
    page.get_by_text("Saring hasil").click()
    expect(page.locator(".filters")).to_be_visible()
    page.locator('fieldset[data-facet="place"]').get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Terapkan").click()
    expect(page.locator(".chip")).to_have_count(1)
    page.locator(".hit h2 a").first.click()
    expect(page.locator("article.story")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_other_language_stays(reader) -> None:  # type: ignore[no-untyped-def]
    page = reader.open("/cari?q=banjir")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".total strong")).to_contain_text("article")
    page.locator(".hit h2 a").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
