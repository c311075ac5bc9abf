"""One raw record → one `Reading`: headline, cuts, date, actors and source, each with its evidence.

The order matters: what cleaning cuts can neither date an article nor name an actor. This module only puts the
steps together; each step is its own module, and none of them sees another article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.actors import ActorFinder
from index.article import Article, Source, TitleMethod
from index.attributions import AttributionFinder
from index.clean import Cleaner
from index.corpus_formats import RawArticle, Skipped
from index.corpus_html import extract
from index.dates import Dater
from index.fingerprints import Fingerprints
from index.lang.sentences import SentenceSplitter
from index.outlets import Outlets
from index.placers import chosen_places
from index.places import PlaceFinder
from index.quotes import QuoteFinder
from index.reading import Reading
from index.roles import RoleFinder
from index.splitters import chosen_fingerprints

# A headline made of a first sentence is cut here, at a word: longer than any headline in print, and two
# lines on a results page.
MAX_HEADLINE = 160
NOT_SLUG = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Reader:
    """The steps of reading, loaded once; `read` is pure and safe from many threads."""

    cleaner: Cleaner
    dater: Dater
    finder: ActorFinder
    outlets: Outlets
    roles: RoleFinder
    quotes: QuoteFinder
    attributions: AttributionFinder
    places: PlaceFinder
    fingerprints: Fingerprints

    @classmethod
    def load(cls, latest: date | None = None) -> Reader:
        """Load the language data of every step; raises LanguageDataError naming file and line.

        No article came out after `latest`, whatever its text says (None: any day will do).
        """
        finder, outlets, dater = ActorFinder.load(), Outlets.load(), Dater.load(latest)
        attributions = AttributionFinder.load(outlets=outlets)
        return cls(
            Cleaner.load(),
            dater,
            finder,
            outlets,
            RoleFinder(finder.cues),
            QuoteFinder.load(),
            attributions,
            chosen_places(SentenceSplitter.load(), attributions.beginnings, dater.finder.followers),
            chosen_fingerprints(),
        )

    def read(self, raw: RawArticle) -> Reading | Skipped:
        """Understand one record; a page without text or a text that is nothing but boilerplate is skipped."""
        page = extract(raw) if raw.is_html else raw
        if isinstance(page, Skipped):
            return page
        cleaned = self.cleaner.clean(page.text)
        if not cleaned.body.strip():
            return Skipped(raw.path, raw.line, "nothing but boilerplate")
        # Sentences, places and words are found once and used by all that follow.
        places = self.places.find(cleaned.body)
        sentences = places.sentences
        words = self.finder.words(cleaned.body, page.title)
        title, method = headline(page.title, cleaned.body, sentences)
        dated = self.dater.date(
            page.title,
            cleaned.body,
            given="" if raw.is_html else page.published,
            html=page.published if raw.is_html else "",
            url=page.url,
            dateline=cleaned.dateline,
            numbers=places.numbers,
        )
        found = words.found
        body, actors, mentions = cleaned.body, found.actors, found.mentions
        source = self._source(page) or cleaned.source
        article = Article(
            id=page.id,
            title=title,
            title_method=method,
            body=body,
            published=dated.published,
            source=source,
            url=page.url,
            path=page.path,
            line=page.line,
            dateline_place=cleaned.place,
            actors=actors,
            mentions=mentions,
            attributes=found.attributes,
            roles=self.roles.find(body, actors, found.named, found.sides),
            cuts=cleaned.cuts,
            quotes=self.quotes.find(body, sentences, actors, mentions, places.quotations),
            attributions=self.attributions.find(body, actors, mentions, source, places.cues),
            mentioned_dates=dated.mentioned,
            mentioned_periods=dated.periods,
            metadata=page.metadata,
        )
        return Reading(article, self.fingerprints(words.codes, words.starts, sentences), words.small)

    def fingerprinted(self, article: Article) -> Reading:
        """Return an article that was read elsewhere, or written for a test, with its fingerprints."""
        words, sentences = self.finder.words(article.body), self.places.find(article.body).sentences
        return Reading(article, self.fingerprints(words.codes, words.starts, sentences), words.small)

    def _source(self, page: RawArticle) -> Source | None:
        """Return the outlet the metadata names, listed or not, else the one at the address, else None."""
        name = " ".join(page.source.split())
        if name:
            return self.outlets.by_name(name) or _unlisted(name)
        return self.outlets.by_host(page.url) if page.url else None


def _unlisted(name: str) -> Source:
    """Return the outlet of a name that is not in the list."""
    return Source(NOT_SLUG.sub("-", name.casefold()).strip("-") or name, name)


def headline(given: str, body: str, sentences: Sequence[int]) -> tuple[str, TitleMethod]:
    """Return the given title, or the first sentence of the body cut at a word to MAX_HEADLINE, and which."""
    if given.strip():
        return given.strip(), "given"
    first = " ".join((body[slice(*sentences[:2])] if sentences else body).split())
    if len(first) > MAX_HEADLINE:
        first = first[:MAX_HEADLINE].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
    return first, "first-sentence"
