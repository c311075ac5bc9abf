"""When the matches were published, counted by OpenSearch: by month always, by day where days are shown.

Twenty years are 240 months but 7,300 days, and days are shown only over a short time: so they are asked for
along with the months where it is known before that they will be, else in a second request. This module must
not know trees, order or pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from index.opensearch_schema import DAY, MONTH
from searcher.counting import MAX_DAYS, choose_interval, shape_timeline
from searcher.engine import Plan
from searcher.opensearch_connection import Connection
from searcher.opensearch_filters import together
from searcher.opensearch_query import Json
from searcher.page import Timeline

MOST_MONTHS = 12 * 9_999
MOST_DAYS = 65_000
BY_DAY: Json = {"terms": {"field": DAY, "size": MOST_DAYS}}


class Timelines:
    """Counts and shapes the timelines of one generation; `totals` are the archive's articles by day."""

    def __init__(self, connection: Connection, totals: Mapping[date, int]) -> None:
        self._connection = connection
        self._totals = totals

    def wanted(self, plan: Plan) -> Json:
        """Return the aggregations of a plan's timeline, for `timeline` to read the answer of."""
        wished: Json = {
            "first": {"min": {"field": DAY}},
            "last": {"max": {"field": DAY}},
            "months": {"terms": {"field": MONTH, "size": min(MOST_MONTHS, MOST_DAYS)}},
        }
        return wished | ({"days": BY_DAY} if self._surely_days(plan) else {})

    def timeline(self, plan: Plan, matches: list[Json], answer: Json, total: int) -> Timeline:
        """Return the timeline, given the aggregations that `wanted` has asked of all `matches`."""
        months = {bucket["key"]: bucket["doc_count"] for bucket in answer["months"].get("buckets", ())}
        undated = total - sum(months.values())
        if not months:
            return shape_timeline({}, self._totals, undated, plan.interval)
        first, last = (date.fromordinal(int(answer[name]["value"])) for name in ("first", "last"))
        interval = choose_interval(first, last, plan.interval)
        if interval == "day":
            days = answer.get("days") or self._ask_days(matches)
            counted = {date.fromordinal(day["key"]): day["doc_count"] for day in days.get("buckets", ())}
        else:
            counted = {date(month // 12, month % 12 + 1, 1): number for month, number in months.items()}
        return shape_timeline(counted, self._totals, undated, interval)

    def everything(self, plan: Plan, total: int) -> Timeline:
        """Return the timeline of a plan that matches every article."""
        undated = total - sum(self._totals.values())
        return shape_timeline(self._totals, self._totals, undated, plan.interval)

    def _surely_days(self, plan: Plan) -> bool:
        short = (
            plan.since is not None and plan.until is not None and (plan.until - plan.since).days < MAX_DAYS
        )
        few = len(self._totals) <= MAX_DAYS
        return plan.interval == "day" or (plan.interval == "auto" and (short or few))

    def _ask_days(self, matches: list[Json]) -> Json:
        body = {"query": together(matches), "size": 0, "aggs": {"days": BY_DAY}}
        days: Json = self._connection.search(body)["aggregations"]["days"]
        return days
