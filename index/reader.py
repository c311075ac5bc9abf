"""One raw record → one `Article`: headline, cuts, date, actors and source, each with its evidence.

The order matters: what cleaning cuts can neither date an article nor name an actor. This module only puts the
steps together; each step is its own module, and none of them sees another article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from index.actors import ActorFinder
from index.article import Article, Source, TitleMethod
from index.attributions import AttributionFinder
from index.clean import Cleaner
from index.corpus_formats import RawArticle, Skipped
from index.corpus_html import extract
from index.dates import Dater
from index.lang.sentences import SentenceSplitter
from index.outlets import Outlets
from index.quotes import QuoteFinder
from index.roles import RoleFinder

# A headline made of a first sentence is cut here, at a word: longer than any headline in print, and two
# lines on a results page.
MAX_HEADLINE = 160
# The first sentence is looked for in this much of a body; splitting all of it cost a tenth of reading.
FIRST_SENTENCE_WITHIN = 1000
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
    sentences: SentenceSplitter

    @classmethod
    def load(cls, latest: date | None = None) -> Reader:
        """Load the language data of every step; raises LanguageDataError naming file and line.

        No article came out after `latest`, whatever its text says (None: any day will do).
        """
        finder, outlets, sentences = ActorFinder.load(), Outlets.load(), SentenceSplitter.load()
        return cls(
            Cleaner.load(),
            Dater.load(latest),
            finder,
            outlets,
            RoleFinder(finder.cues),
            QuoteFinder.load(splitter=sentences),
            AttributionFinder.load(outlets=outlets),
            sentences,
        )

    def read(self, raw: RawArticle) -> Article | Skipped:
        """Understand one record; a page without text or a text that is nothing but boilerplate is skipped."""
        page = extract(raw) if raw.is_html else raw
        if isinstance(page, Skipped):
            return page
        cleaned = self.cleaner.clean(page.text)
        if not cleaned.body.strip():
            return Skipped(raw.path, raw.line, "nothing but boilerplate")
        title, method = headline(page.title, cleaned.body, self.sentences)
        dateline = next((cut.text for cut in cleaned.cuts if cut.reason == "dateline"), "")
        dated = self.dater.date(
            page.title,
            cleaned.body,
            given="" if raw.is_html else page.published,
            html=page.published if raw.is_html else "",
            url=page.url,
            dateline=dateline,
        )
        found = self.finder.find(page.title, cleaned.body)
        article = Article(
            id=page.id,
            title=title,
            title_method=method,
            body=cleaned.body,
            published=dated.published,
            source=self._source(page) or cleaned.source,
            url=page.url,
            path=page.path,
            line=page.line,
            dateline_place=cleaned.place,
            actors=found.actors,
            mentions=tuple(m for m in found.mentions if m not in found.attributes),
            attributes=found.attributes,
            roles=self.roles.find(cleaned.body, found.actors, found.mentions),
            cuts=cleaned.cuts,
            mentioned_dates=dated.mentioned,
            mentioned_periods=dated.periods,
            metadata=page.metadata,
        )
        return replace(
            article, quotes=self.quotes.find(article), attributions=self.attributions.find(article)
        )

    def _source(self, page: RawArticle) -> Source | None:
        """Return the outlet the metadata names, listed or not, else the one at the address, else None."""
        name = " ".join(page.source.split())
        if name:
            slug = NOT_SLUG.sub("-", name.casefold()).strip("-")
            return self.outlets.by_name(name) or Source(slug or name, name)
        return self.outlets.by_host(page.url) if page.url else None


def headline(given: str, body: str, sentences: SentenceSplitter) -> tuple[str, TitleMethod]:
    """Return the given title, or the first sentence of the body cut at a word to MAX_HEADLINE, and which."""
    if given.strip():
        return given.strip(), "given"
    spans = sentences.spans(body[:FIRST_SENTENCE_WITHIN])
    first = " ".join((body[spans[0][0] : spans[0][1]] if spans else body).split())
    if len(first) > MAX_HEADLINE:
        first = first[:MAX_HEADLINE].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
    return first, "first-sentence"
