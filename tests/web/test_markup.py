"""HTML from text: always escaped, marks always whole, whatever the spans."""

import re
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Span
from web.markup import Passage, marked, paragraphs, safe_address, shared_paragraphs, struck, tidy


class Balance(HTMLParser):
    """Collects text and fails on tags that do not match, or a link in a link."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ("mark", "a", "del")
        assert tag not in self.open
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def text_of(html: str) -> str:
    parser = Balance()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return parser.text


spans = st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=8).map(tuple)
plain = st.text(alphabet="ab <>&\"'é\U0001f600", max_size=50)


def test_text_is_escaped_and_hits_are_marked() -> None:
    assert marked("a <b> & c", [(2, 5)]) == "a <mark>&lt;b&gt;</mark> &amp; c"


@given(plain, spans)
def test_marked_says_the_text_and_nothing_else(text: str, hits: tuple[tuple[int, int], ...]) -> None:
    html = str(marked(text, hits))
    assert unescape(re.sub("</?mark>", "", html)) == text
    assert html.count("<mark>") == len(tidy(hits, len(text)))


@given(spans, st.integers(0, 50))
def test_tidy_spans_are_in_order_and_apart(given_spans: tuple[tuple[int, int], ...], length: int) -> None:
    found = tidy(given_spans, length)
    assert all(0 <= start < end <= length for start, end in found)
    assert all(left[1] <= right[0] for left, right in pairwise(found))


def test_touching_hits_stay_two_and_overlapping_ones_become_one() -> None:
    assert tidy([(0, 2), (2, 4), (3, 6)], 10) == ((0, 2), (2, 6))


@given(st.text(alphabet="ab\n <&", max_size=60), spans, spans)
def test_paragraphs_say_the_text_with_hits_and_links(
    text: str, hits: tuple[tuple[int, int], ...], links: tuple[tuple[int, int], ...]
) -> None:
    passage = Passage(text, hits, tuple((start, end, "/cari?a=1&b=2", "x\"<'") for start, end in links))
    found = [text_of(str(paragraph)) for paragraph in paragraphs(passage)]
    assert found == [line for line in text.split("\n") if line.strip()]


def test_every_hit_has_its_number_and_keeps_the_link_around_it() -> None:
    body = "Ibu Ratna datang.\n\nRatna pergi."
    (first, second) = paragraphs(Passage(body, ((4, 9), (19, 24)), ((0, 9, "/cari?actor=p", "Tokoh"),)))
    link = '<a class="actor" href="/cari?actor=p" title="Tokoh">'
    assert first == f'{link}Ibu <mark id="h1" tabindex="-1">Ratna</mark></a> datang.'
    assert second == '<mark id="h2" tabindex="-1">Ratna</mark> pergi.'


def test_a_hit_across_paragraphs_has_one_anchor() -> None:
    html = "".join(paragraphs(Passage("satu\ndua", ((2, 7),))))
    assert html == 'sa<mark id="h1" tabindex="-1">tu</mark><mark>du</mark>a'


def test_what_was_cut_is_struck_out() -> None:
    assert struck("Isi. Baca: <lain>\nlagi", [(5, 17)]) == ("Isi. <del>Baca: &lt;lain&gt;</del>", "lagi")


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://contoh.id/a", True),
        (" http://contoh.id ", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//contoh.id", False),
        ("https:", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(address: str, safe: bool) -> None:
    assert safe_address(address) == (address.strip() if safe else "")


@pytest.mark.parametrize(
    ("text", "spans", "found"),
    [
        ("satu dua\ntiga", ((0, 8),), (True, False)),
        ("satu dua\n\ntiga", ((4, 14),), (True, True)),
        ("satu dua\ntiga", ((0, 3),), (False, False)),
        ("satu dua", ((0, 2), (1, 4)), (True,)),
        ("satu", ((3, 1), (9, 12), (-4, 1)), (False,)),
        ("satu", (), (False,)),
        ("", ((0, 1),), ()),
    ],
)
def test_paragraphs_that_lie_half_in_the_spans_are_shared(
    text: str, spans: tuple[Span, ...], found: tuple[bool, ...]
) -> None:
    assert shared_paragraphs(text, spans) == found
    assert len(found) == len(paragraphs(Passage(text)))
