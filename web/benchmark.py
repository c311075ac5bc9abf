"""Ask a running server at a fixed rate and say how long readers would have waited. It starts no server.

Requests are sent when they are due, whether those before have been answered or not, and latency counts from
when a request was due: a server that falls behind is not spared by a client that waits for it (Tene's
"coordinated omission"). Queries are made of what the served archive says itself, so that every archive can be
measured; seeds are fixed. It must not know what is served but by its public endpoints.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit

Draw = Literal["zipf", "distinct"]
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]

# Pages of a hundred articles whose words the queries are made of.
SAMPLED_PAGES = 10
SHORTEST_WORD = 3
# Queries by how they are made, in hundredths; what is left over are single words.
MIXTURE = (("two", 26), ("three", 12), ("phrase", 8), ("filter", 12), ("slip", 6), ("question", 8))
WORD = re.compile(r"[^\W\d_]+")
TAG = re.compile(r"<[^>]+>")
GIVE_UP_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Timed:
    """What came of one request: milliseconds since it was due, status (0: no answer), bytes of its body."""

    milliseconds: float
    status: int
    size: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Latencies in milliseconds; `rate` is answers a second, `failed` what was not answered with 200."""

    requests: int
    failed: int
    rate: float
    p50: float
    p90: float
    p99: float
    most: float
    mean_bytes: float


@dataclass(frozen=True, slots=True)
class _Seen:
    """One article as the endpoint shows it: words of its headline and snippets, and ids to filter by."""

    words: tuple[str, ...]
    actors: tuple[str, ...]
    source: str


def queries_of(url: str, number: int, seed: int) -> list[str]:
    """Return so many distinct URL queries made of what the server's archive holds, in random order."""
    chance = random.Random(seed)
    seen = [article for page in range(1, SAMPLED_PAGES + 1) for article in _sample(url, page)]
    seen = [article for article in seen if len(article.words) >= 6]
    if not seen:
        raise ValueError(f"{url}: no articles to make queries of")
    kinds = [kind for kind, share in MIXTURE for _ in range(share)]
    kinds += ["one"] * (100 - len(kinds))
    found: dict[str, None] = {}
    for _ in range(number * 20):
        if len(found) == number:
            break
        found[urlencode(_query(chance.choice(kinds), chance.choice(seen), chance))] = None
    return list(found)


def _sample(url: str, page: int) -> Iterator[_Seen]:
    address = f"{url}api/v1/search?{urlencode({'size': 100, 'page': page, 'facets': 'none'})}"
    with urllib.request.urlopen(address, timeout=GIVE_UP_SECONDS) as answer:
        results = json.load(answer)["results"]
    for result in results:
        text = " ".join((result["title"], *(TAG.sub("", item["html"]) for item in result["snippets"])))
        words = tuple(word.lower() for word in WORD.findall(text) if len(word) >= SHORTEST_WORD)
        yield _Seen(
            words, tuple(actor["id"] for actor in result["actors"]), (result["source"] or {}).get("id", "")
        )


def _query(kind: str, article: _Seen, chance: random.Random) -> dict[str, str]:
    words = article.words
    length = {"one": 1, "filter": 1, "slip": 1, "two": 2, "phrase": 2, "three": 3, "question": 6}[kind]
    first = chance.randrange(len(words) - length + 1)
    side_by_side = words[first : first + length]
    match kind:
        case "phrase" | "question":
            text = " ".join(side_by_side)
            return {"q": f'"{text}"' if kind == "phrase" else text}
        case "slip":
            at = chance.randrange(len(side_by_side[0]) - 1)
            word = side_by_side[0]
            return {"q": word[:at] + word[at + 1] + word[at] + word[at + 2 :]}
        case "filter":
            actor = {"actor": chance.choice(article.actors)} if article.actors else {}
            return {"q": side_by_side[0]} | (actor or {"source": article.source})
        case _:
            return {"q": " ".join(chance.sample(words, length))}


def drawn(queries: Sequence[str], number: int, draw: Draw, seed: int) -> list[str]:
    """Return what is asked: each query once, or drawn with chances of 1/rank (Zipf)."""
    if draw == "distinct":
        return list(queries[:number])
    weights = list(accumulate(1 / rank for rank in range(1, len(queries) + 1)))
    return random.Random(seed).choices(queries, cum_weights=weights, k=number)


def ask(url: str, paths: Sequence[str], rate: float, connections: int) -> tuple[Summary, list[Timed]]:
    """Send requests at so many a second over so many connections; return what came of them."""
    # In a thread of its own: a caller may have an event loop running, as Playwright has in the tests.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(_ask(url, paths, rate, connections))).result()


async def _ask(url: str, paths: Sequence[str], rate: float, connections: int) -> tuple[Summary, list[Timed]]:
    waiting: asyncio.Queue[tuple[str, float] | None] = asyncio.Queue()
    found: list[Timed] = []
    began = time.perf_counter()
    workers = [asyncio.create_task(_connection(url, waiting, found)) for _ in range(connections)]
    for number, path in enumerate(paths):
        due = began + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        waiting.put_nowait((path, due))
    for _ in workers:
        waiting.put_nowait(None)
    await asyncio.gather(*workers)
    return summary(found, time.perf_counter() - began), found


async def _connection(url: str, waiting: asyncio.Queue[tuple[str, float] | None], found: list[Timed]) -> None:
    """Send what waits, one request after the other over one connection that is kept, until None comes."""
    streams: Streams | None = None
    while (item := await waiting.get()) is not None:
        path, due = item
        used = streams is not None
        answer, streams = await _answered(url, path, streams)
        if answer is None and used:  # a connection that nobody used for a while is closed by the server
            answer, streams = await _answered(url, path, None)
        status, size = answer or (0, 0)
        found.append(Timed((time.perf_counter() - due) * 1000, status, size))
    if streams is not None:
        streams[1].close()


async def _answered(
    url: str, path: str, streams: Streams | None
) -> tuple[tuple[int, int] | None, Streams | None]:
    """Return status and bytes of an answer, None for none, and the connection where it can be used again."""
    parts = urlsplit(url)
    try:
        async with asyncio.timeout(GIVE_UP_SECONDS):
            streams = streams or await asyncio.open_connection(parts.hostname, parts.port)
            status, size, kept = await _exchange(streams, parts.netloc, path)
    except (OSError, EOFError, ValueError):
        if streams is not None:
            streams[1].close()
        return None, None
    if not kept:
        streams[1].close()
    return (status, size), streams if kept else None


async def _exchange(streams: Streams, host: str, path: str) -> tuple[int, int, bool]:
    """Send one GET; return status, bytes of the body and whether the connection stays open."""
    reader, writer = streams
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: */*\r\n\r\n".encode("ascii"))
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = re.search(r"\r\ncontent-length: *(\d+)", head)
    if length is None:
        raise ValueError("an answer of unknown length")
    await reader.readexactly(int(length.group(1)))
    kept = head.startswith("http/1.1") and "\r\nconnection: close" not in head
    return int(head.split(" ", 2)[1]), int(length.group(1)), kept


def summary(found: Sequence[Timed], seconds: float) -> Summary:
    """Return the percentiles of what was answered, by the nearest rank."""
    answered = [item for item in found if item.status == 200]
    times = sorted(item.milliseconds for item in answered) or [0.0]

    def percentile(hundredths: int) -> float:
        return round(times[min(len(times) - 1, -(-len(times) * hundredths // 100) - 1)], 2)

    return Summary(
        requests=len(found),
        failed=len(found) - len(answered),
        rate=round(len(answered) / seconds, 1),
        p50=percentile(50),
        p90=percentile(90),
        p99=percentile(99),
        most=round(times[-1], 2),
        mean_bytes=round(sum(item.size for item in answered) / max(1, len(answered))),
    )


def status_of(url: str) -> dict[str, Any]:
    """Return what the server says is being searched."""
    with urllib.request.urlopen(f"{url}api/v1/status", timeout=GIVE_UP_SECONDS) as answer:
        found: dict[str, Any] = json.load(answer)
    return found
