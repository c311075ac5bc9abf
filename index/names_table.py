"""The decisions on names as tables: what a build decided, for an editor to read, and the editor's own.

Both are tab-separated files. A decision says what became of one actor id and why; an override is an editor's
last word and survives every rebuild. It must not decide anything itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.article import ACTOR_KINDS
from index.lang.tables import Row, read_table

Action = Literal["merge", "retype", "hide", "rename", "split"]
DECISION_COLUMNS = ("id", "action", "target", "name", "target_name", "articles", "reason")
OVERRIDE_COLUMNS = ("id", "action", "target", "reason")
ACTIONS: tuple[Action, ...] = ("merge", "retype", "hide", "rename", "split")
OVERRIDES = Path(__file__).parent / "data" / "name_overrides.tsv"


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one actor id.

    `target` is the id it is merged into, the kind it is retyped to, the name it is renamed to, or the id it
    is kept apart from (`split`); "" for `hide`. `name` and `articles` tell a reader whom it concerns;
    `target_name` is whom it is merged into, so that a later build that never meets him can still merge.
    """

    id: str
    action: Action
    target: str
    reason: str
    name: str = ""
    articles: int = 0
    target_name: str = ""


def read_overrides(path: Path = OVERRIDES) -> tuple[Decision, ...]:
    """Read what an editor decided; raises LanguageDataError naming file, line and reason."""
    overrides: dict[tuple[str, str], Decision] = {}
    for row in read_table(path, OVERRIDE_COLUMNS):
        decision = Decision(row["id"], _action(row), row["target"], row["reason"])
        key = (decision.id, decision.target if decision.action == "split" else decision.action)
        if key in overrides:
            raise row.error(f"{decision.id} is already decided on")
        overrides[key] = decision
    return tuple(overrides.values())


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """Read a table that `write_decisions` wrote; raises LanguageDataError."""
    return tuple(
        Decision(
            row["id"],
            _action(row),
            row["target"],
            row["reason"],
            row["name"],
            int(row["articles"] or 0),
            row["target_name"],
        )
        for row in read_table(path, DECISION_COLUMNS)
    )


def write_decisions(path: Path, decisions: Iterable[Decision]) -> None:
    """Write what a build decided, by id, so that two builds can be compared line by line."""
    lines = ["\t".join(DECISION_COLUMNS)]
    for made in sorted(decisions, key=lambda decision: (decision.id, decision.action, decision.target)):
        counted = str(made.articles)
        cells = (made.id, made.action, made.target, made.name, made.target_name, counted, made.reason)
        lines.append("\t".join(" ".join(cell.split()) for cell in cells))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _action(row: Row) -> Action:
    action: Action | None = next((action for action in ACTIONS if action == row["action"]), None)
    if action is None:
        raise row.error(f"{row['action']!r} is none of {', '.join(ACTIONS)}")
    if action != "hide" and not row["target"]:
        raise row.error(f"{action} needs a target")
    if action == "retype" and row["target"] not in ACTOR_KINDS:
        raise row.error(f"{row['target']!r} is none of {', '.join(ACTOR_KINDS)}")
    return action
