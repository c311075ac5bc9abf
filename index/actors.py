"""Who acts in an article: people, organisations and places, found, told apart and named by one id each.

`ActorFinder.find` joins the curated gazetteer with open recognition: most names of an archive are in no list.
What one article cannot tell is settled over the whole archive by `index.names`. It must not read files of the
archive, nor search.
"""

from __future__ import annotations

from index.actors_candidates import Scan
from index.actors_cues import Cues
from index.actors_found import Found
from index.actors_traits import Traits
from index.article import Actor
from index.gazetteer import Gazetteer
from index.lang.stem import Stemmer
from index.splitters import chosen_scanner


class ActorFinder:
    """Finds actors in articles; deterministic, never raises for any text, holds no state between articles."""

    def __init__(self, gazetteer: Gazetteer, cues: Cues, stemmer: Stemmer) -> None:
        self.gazetteer, self.cues, self.known = gazetteer, cues, stemmer.known
        self.scanner = chosen_scanner(cues, gazetteer, Traits(cues, stemmer.known, self._glued))

    @classmethod
    def load(cls) -> ActorFinder:
        """Return a finder over the data in the package; raises LanguageDataError for data that is wrong."""
        return cls(Gazetteer.load(), Cues.load(), Stemmer.load())

    def find(self, title: str, body: str) -> Found:
        """Return who the article names; where, are spans of `body`, ordered and disjoint."""
        return self.find_in(title, self.words(body))

    def words(self, body: str) -> Scan:
        """Return a body as `find_in` takes it."""
        return self.scanner.scan(body)

    def find_in(self, title: str, scan: Scan) -> Found:
        """Return who a scanned article names, as `find` does."""
        found = scan.found
        if not (titled := self._in_title(title)):
            return found
        actors = {actor.id: actor for actor in found.actors}
        for actor in titled:
            actors.setdefault(actor.id, actor)
        return found._replace(actors=tuple(actors.values()))

    def _glued(self, left: str, right: str) -> bool:
        """Return whether the halves of a word are two that lost their space: "AcehMuzakir", "poinDaniel".

        "KabarAnu" may be a brand, so everyday words tell nothing there.
        """
        if left[0].islower():
            return self.known(left)
        return any(part in self.cues.given or part in self.gazetteer.namings for part in (left, right))

    def _in_title(self, title: str) -> list[Actor]:
        """A headline capitalises everything, so only curated names count there."""
        found, end = [], 0
        for start, (stop, naming) in sorted(self.gazetteer.matches(title).items()):
            if start >= end and naming.actor is not None:
                found.append(naming.actor)
                end = stop
        return found
