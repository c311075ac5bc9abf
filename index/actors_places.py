"""Which countries a text names as an attribute ("pasukan Armenia") and which as a place ("di Armenia").

Both are mentions of the country. Annotators of places count only the second kind, so who compares with them
must be able to tell. It must not find places.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.actors_cues import Cues
from index.actors_span import HEADED, SIGNED
from index.article import Actor

# "warga Armenia" names whose citizens they are, not where they are.
PEOPLES = frozenset(("warga", "penduduk", "masyarakat", "rakyat"))
EXAMPLES = frozenset(("seperti", "termasuk", "yakni", "yaitu"))
LINKS = frozenset((",", "dan", "atau", "-", ", dan"))
Named = tuple[int, int, Actor, int]  # start and end of a name, who that is, the flags of the candidate


def place_signs(cues: Cues) -> frozenset[str]:
    """Return the words before a country that say it is a place there."""
    return (cues.places["preposition"] | cues.places["weak"] | EXAMPLES) - PEOPLES


def attributes(text: str, named: Sequence[Named], countries: frozenset[str]) -> set[int]:
    """Return where the stretches start that name a country without any sign that it is a place there."""
    found: set[int] = set()
    end = 0
    located = False
    for start, stop, actor, flags in named:
        if actor.kind != "place":
            continue
        located = flags & SIGNED != 0 or (located and text[end:start].strip() in LINKS)
        if not located and not flags & HEADED and actor.id in countries:
            found.add(start)
        end = stop
    return found
