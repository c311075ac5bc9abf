#!/usr/bin/env python3
"""Write a generated archive whose statistics are those of news: JSON lines, the same for the same seed.

Words are invented from syllables and drawn by a Zipf law; a quarter of each article repeats a few words of
its own (burstiness); lengths are log-normal; people, organisations, places and sources follow a flatter Zipf
law; articles are spread over ten years and a few have no date. Nothing of it is language: it is for speed
and size, never for quality.

Each line: {"id", "title", "body", "date"|null, "source", "person": […], "organisation": […], "place": […]}
"""

import argparse
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

CONSONANTS = ["b", "c", "d", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "w", "y", "ng", "ny"]
VOWELS = ["a", "i", "u", "e", "o"]
ENDS = ("", "", "n", "r", "s", "k", "t")
TOPIC_WORDS, TOPIC_SHARE = 8, 0.25
FIRST_DAY, DAYS = date(2014, 1, 1), 3650
UNDATED = 0.02
FACETS = {"person": (4000, 2.0), "organisation": (1500, 1.0), "place": (800, 1.5)}  # ids, mean an article
SOURCES = 24
AT_ONCE = 2000


def words(number: int, chance: np.random.Generator) -> list[str]:
    """Return distinct invented words, short ones first as in languages."""
    made: dict[str, None] = {}
    while len(made) < number:
        length = 2 + min(3, len(made) // 2000) - int(chance.random() < 0.3)
        parts = (
            chance.choice(CONSONANTS) + chance.choice(VOWELS) + chance.choice(ENDS) for _ in range(length)
        )
        made["".join(parts)] = None
    return list(made)


def zipf(number: int, exponent: float, shift: float) -> NDArray[np.float64]:
    """Return cumulative probabilities of ranks."""
    weights = 1 / (np.arange(1, number + 1) + shift) ** exponent
    return np.cumsum(weights / weights.sum())


def articles(number: int, length: int, vocabulary: int, seed: int) -> Iterator[dict[str, Any]]:
    """Yield articles."""
    chance = np.random.default_rng(seed)
    known = np.array(words(vocabulary, chance), dtype=object)
    by_rank = zipf(vocabulary, 1.05, 2.7)
    facets = {name: zipf(ids, 0.9, 5) for name, (ids, _) in FACETS.items()}
    sources = zipf(SOURCES, 0.8, 1)
    for first in range(0, number, AT_ONCE):
        size = min(AT_ONCE, number - first)
        lengths = np.maximum(20, chance.lognormal(np.log(length) - 0.08, 0.4, size)).astype(int)
        days = chance.integers(0, DAYS, size)
        for each in range(size):
            drawn = np.searchsorted(by_rank, chance.random(lengths[each]))
            topic = np.searchsorted(by_rank, 0.15 + 0.85 * chance.random(TOPIC_WORDS))
            own = chance.random(len(drawn)) < TOPIC_SHARE
            drawn[own] = topic[chance.integers(0, TOPIC_WORDS, int(own.sum()))]
            text = known[np.minimum(drawn, vocabulary - 1)].tolist()
            article: dict[str, Any] = {
                "id": f"g{first + each:07}",
                "title": " ".join(text[:7]),
                "body": " ".join(text),
            }
            dated = chance.random() >= UNDATED
            article["date"] = str(FIRST_DAY + timedelta(int(days[each]))) if dated else None
            article["source"] = f"source-{np.searchsorted(sources, chance.random())}"
            for name, (_, mean) in FACETS.items():
                ranks = np.searchsorted(facets[name], chance.random(chance.poisson(mean)))
                article[name] = sorted({f"{name}-{rank}" for rank in ranks.tolist()})
            yield article


def main() -> None:
    """Write the file that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--words", type=int, default=300, help="mean length of an article")
    parser.add_argument("--vocabulary", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    with given.file.open("w", encoding="utf-8") as file:
        for article in articles(given.articles, given.words, given.vocabulary, given.seed):
            file.write(json.dumps(article) + "\n")


if __name__ == "__main__":
    main()
