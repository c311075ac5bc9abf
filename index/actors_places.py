"""Which countries a text names as an attribute ("pasukan Armenia") and which as a place ("di Armenia").

Both are mentions of the country. Annotators of places count only the second kind, so who compares with them
must be able to tell. It must not find places.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.actors_cues import Cues
from index.actors_span import Span
from index.actors_words import Words
from index.article import Actor

# "warga Armenia" names whose citizens they are, not where they are.
PEOPLES = frozenset(("warga", "penduduk", "masyarakat", "rakyat"))
EXAMPLES = frozenset(("seperti", "termasuk", "yakni", "yaitu"))
LINKS = frozenset((",", "dan", "atau", "-", ", dan"))


def attributes(
    words: Words, named: Sequence[tuple[Span, Actor]], cues: Cues, countries: frozenset[str]
) -> list[Span]:
    """Return the spans that name a country without any sign that it is a place there."""
    signs = (cues.places["preposition"] | cues.places["weak"] | EXAMPLES) - PEOPLES
    found: list[Span] = []
    previous: Span | None = None
    located = False
    for span, actor in named:
        if actor.kind != "place":
            continue
        linked = previous is not None and words.text[previous.end : span.start].strip() in LINKS
        located = (linked and located) or words.lower[span.first - 1] in signs
        if actor.id in countries and not located and not span.headed:
            found.append(span)
        previous = span
    return found
