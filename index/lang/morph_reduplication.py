"""Words written with a hyphen: doubled, with affixes around the pair, or with a clitic or prefix set off.

It must not know single words: it asks for their roots.
"""

from __future__ import annotations

from collections.abc import Callable

CLITICS = frozenset({"nya", "ku", "mu", "lah", "kah", "pun"})
# Prefixes that the style books set off before abbreviations and names: ber-KTP, di-PHK, se-Indonesia.
PREFIXES = frozenset(
    {"me", "mem", "men", "meng", "di", "ber", "ter", "pe", "pem", "pen", "peng", "per", "ke", "se"}
)
# Shorter overlaps of two halves are chance: setia-tiap, mana-napas.
SHORTEST_BASE = 3
# Infixes live on where a word is doubled, and there the plain half proves them: tali-temali, turun-temurun.
# Elsewhere they are frozen (telunjuk) and chance makes too many of them (serangga is no sangga).
INFIXES = ("el", "em", "er", "in")

Roots = Callable[[str], str | None]


def reduplicated_root(word: str, root_of: Roots) -> str | None:
    """Return the root of a hyphenated word, or None when its halves have none in common.

    `root_of` returns the root of a word without hyphens, None when the lexicon cannot explain it.
    """
    head, _, tail = word.rpartition("-")
    if not head or not tail:
        return None
    if tail in CLITICS:
        return _root_or_word(head, root_of)
    if head in PREFIXES:
        return _root_or_word(tail, root_of)
    if "-" in head:
        return None
    return _doubled(head, tail, root_of)


def _root_or_word(word: str, root_of: Roots) -> str | None:
    if "-" in word:
        return reduplicated_root(word, root_of)
    return root_of(word) or word


def _doubled(first: str, second: str, root_of: Roots) -> str | None:
    """Undo the doubling, so that the affixes around it meet: me-niru-niru-kan is menirukan doubled."""
    for length in range(min(len(first), len(second)), SHORTEST_BASE - 1, -1):
        if first.endswith(second[:length]):
            root = root_of(first + second[length:])
            if root is not None:
                return root
    root = root_of(first)
    if root is not None and (root == root_of(second) or _is_infixed(first, second)):
        return root
    return None


def _is_infixed(plain: str, infixed: str) -> bool:
    return any(infixed == plain[0] + infix + plain[1:] for infix in INFIXES)
