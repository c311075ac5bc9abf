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
from index.gazetteer import Gazetteer
from index.lang.stem import Stemmer
from index.splitters import chosen_scanner, chosen_stemmer


class ActorFinder:
    """Finds actors in articles; deterministic, never raises for any text, holds no state between articles."""

    def __init__(self, gazetteer: Gazetteer, cues: Cues, stemmer: Stemmer) -> None:
        self.gazetteer, self.cues, self.known = gazetteer, cues, stemmer.known
        traits = Traits(cues, stemmer.known, self._glued, stemmer.may_explain)
        self.scanner = chosen_scanner(cues, gazetteer, traits)

    @classmethod
    def load(cls) -> ActorFinder:
        """Return a finder over the data in the package; raises LanguageDataError for data that is wrong."""
        return cls(Gazetteer.load(), Cues.load(), chosen_stemmer())

    def find(self, title: str, body: str) -> Found:
        """Return who the article names; where, are spans of `body`, ordered and disjoint."""
        return self.words(body, title).found

    def words(self, body: str, title: str = "") -> Scan:
        """Return the words of a body and whom it and its headline name."""
        return self.scanner.scan(body, title)

    def _glued(self, left: str, right: str) -> bool:
        """Return whether the halves of a word are two that lost their space: "AcehMuzakir", "poinDaniel".

        "KabarAnu" may be a brand, so everyday words tell nothing there.
        """
        if left[0].islower():
            return self.known(left)
        return any(part in self.cues.given or part in self.gazetteer.namings for part in (left, right))
