"""Dates that others state about an article: a metadata value, an HTML page, a web address.

Metadata comes in every shape (ISO with and without zone, `27/09/2020`, `Minggu, 27 September 2020 10:00 WIB`,
seconds since 1970); what cannot be read is None, never an error. A day is the day on the outlet's own clock:
a zone is dropped, not converted; only UTC moments without a clock of their own (seconds since 1970) are
read in Jakarta time. This module must not read the article's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache

from index.dates_find import DateFinder, Expression
from index.lang.calendar import day_of

JAKARTA = timedelta(hours=7)
# Only this much of a page is searched: the head of every page that was looked at ends before.
MAX_HTML = 200_000
MAX_GIVEN = 200

# With what may not follow: a digit.
ISO_REACH = 11
_ISO = re.compile(r"(?P<year>[12]\d{3})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")
_COMPACT = re.compile(r"\s*(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:T?\d{4,6}Z?)?\s*")
_EPOCH = re.compile(r"\s*(?P<seconds>\d{9,10})(?P<milli>\d{3})?(?:\.\d+)?\s*")
_URL_DATES = (
    re.compile(r"/(?P<year>(?:19|20)\d\d)/(?P<month>\d{1,2})/(?P<day>\d{1,2})(?=/|$|[?#-])"),
    re.compile(r"/(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?=/|$|[?#-])"),
    re.compile(r"[/-](?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:\d{4}|\d{6})?(?=[/-]|$|[?#])"),
)
_URL_MONTH = re.compile(r"/(?P<year>(?:19|20)\d\d)/(?P<month>\d\d)(?=/)")
_KEYS = (
    r"(?:article:published_time|og:published_time|publishdate|pubdate|publish-date|content_PublishedDate|datePublished"
    r"|dc\.date(?:\.issued)?|dcterms\.(?:created|date)|parsely-pub-date|sailthru\.date|date)"
)
_HTML_DATES = (
    re.compile(
        rf"""<meta\b[^>]*?\b(?:property|name|itemprop)\s*=\s*["']?{_KEYS}["'\s][^>]*?\bcontent\s*=\s*["'](?P<v>[^"'>]{{6,60}})["']""",
        re.IGNORECASE,
    ),
    re.compile(
        rf"""<meta\b[^>]*?\bcontent\s*=\s*["'](?P<v>[^"'>]{{6,60}})["'][^>]*?\b(?:property|name|itemprop)\s*=\s*["']?{_KEYS}["'\s/>]""",
        re.IGNORECASE,
    ),
    re.compile(r'"(?:datePublished|dateCreated)"\s*:\s*"(?P<v>[^"]{6,60})"'),
    re.compile(
        r"""<time\b[^>]*?\bdatetime\s*=\s*["'](?P<v>[^"'>]{6,60})["']""",
        re.IGNORECASE,
    ),
)


class StatedDates:
    """Reads stated dates; `latest` is the last day that is believed (None: any)."""

    def __init__(self, finder: DateFinder, latest: date | None = None) -> None:
        self._finder, self.latest = finder, latest

    def of_metadata(self, value: str) -> date | None:
        """Return the day of a metadata value, None where it cannot be read or lies after `latest`."""
        text = value[:MAX_GIVEN]
        day = _iso(text.lstrip()[:ISO_REACH])
        if day is not None and self._believed(day):
            return day  # as nearly all are
        return next((day for day in self._readings(text) if self._believed(day)), None)

    def of_html(self, html: str) -> tuple[date, str] | None:
        """Return the first publication date that the markup of a page states, and the text that states it.

        A text without markup is the date that somebody else found on the page.
        """
        head = html[:MAX_HTML]
        if "<" not in head:
            found = self.of_metadata(head)
            return (found, head.strip()) if found is not None else None
        for pattern in _HTML_DATES:
            for match in pattern.finditer(head):
                day = self.of_metadata(match["v"])
                if day is not None:
                    return day, match["v"]
        return None

    def of_url(self, url: str) -> tuple[date, str] | None:
        """Return the day in a web address (`/2020/09/27/`, `/20200927-`), and the text that states it."""
        for pattern in _URL_DATES:
            for match in pattern.finditer(url[:2000]):
                day = _named(match)
                if self._believed(day) and day is not None:
                    return day, match.group().strip("/-?#")
        return None

    def month_of_url(self, url: str) -> tuple[date, str] | None:
        """Return the first day of the month in a web address (`/2019/07/`), and the text that states it."""
        match = _URL_MONTH.search(url[:2000])
        day = day_of(int(match["year"]), int(match["month"]), 1) if match else None
        return (day, match.group().strip("/")) if match and day is not None and self._believed(day) else None

    def _readings(self, text: str) -> Iterator[date | None]:
        """Yield what a value may mean that is no date as ISO 8601 writes it."""
        compact = _COMPACT.fullmatch(text)
        if compact:
            yield _named(compact)
        epoch = _EPOCH.fullmatch(text)
        if epoch:
            yield (datetime.fromtimestamp(int(epoch["seconds"]), UTC) + JAKARTA).date()
        yield from (_written(day) for day in self._finder.find(text).days)
        yield _mail_date(text)

    def _believed(self, day: date | None) -> bool:
        return day is not None and day.year >= 1900 and (self.latest is None or day <= self.latest)


# An archive states the same days again and again.
@lru_cache(maxsize=1 << 14)
def _iso(text: str) -> date | None:
    """Return the day with which a value begins as ISO 8601 writes it, or with other signs between."""
    match = _ISO.match(text)
    return _named(match) if match else None


def _named(match: re.Match[str]) -> date | None:
    return day_of(int(match["year"]), int(match["month"]), int(match["day"]))


def _written(day: Expression) -> date | None:
    return day.value()


def _mail_date(text: str) -> date | None:
    """Read `Sun, 27 Sep 2020 10:00:00 +0700`, the form of RFC 5322 and of RSS."""
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
