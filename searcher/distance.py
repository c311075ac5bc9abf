"""How far apart two spellings are: Levenshtein distance with a limit."""

from __future__ import annotations


def within(one: str, other: str, most: int) -> bool:
    """Return whether at most `most` letters put in, taken out or replaced make one word the other."""
    if abs(len(one) - len(other)) > most:
        return False
    row = list(range(len(other) + 1))
    for line, character in enumerate(one, 1):
        before, row[0] = row[0], line
        for column, wanted in enumerate(other, 1):
            replaced = before + (character != wanted)
            before, row[column] = row[column], min(replaced, row[column] + 1, row[column - 1] + 1)
        if min(row) > most:
            return False
    return row[-1] <= most
