"""Whole index generations side by side on a cluster, one of them live, swapped as one step.

    <prefix>                          alias: the live generation; moved in one request
    <prefix>-<generation>             its articles; `_meta` of the mapping holds the manifest, written last
    <prefix>-<generation>-about       what is known of it as a whole (index.opensearch_about)
    <prefix>-writer                   the lock (index.opensearch_lock)

A generation is complete when its `_meta` names it, so that a clone of a complete one is not. What a writer
that died has left is removed by the next. This module must not know what the indexes hold.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError, OpenSearchException

from index.errors import IndexCorrupt, IndexMissing, IndexOutdated, StorageError
from index.opensearch_client import SLOW, Patience, patiently
from index.opensearch_errors import mapped_errors
from index.opensearch_lock import Held, locked
from index.store import Manifest

NAME = re.compile(r"\d{8}t\d{12}-[0-9a-f]{4}")
TIME = "%Y%m%dt%H%M%S%f"
ABOUT = "-about"


@dataclass(frozen=True, slots=True)
class Generation:
    """One published generation: the index of its articles, what it says of itself, `_meta` as it stands."""

    index: str
    manifest: Manifest
    meta: dict[str, Any]

    @property
    def about(self) -> str:
        """The index beside it."""
        return self.index + ABOUT


class Generations:
    """All generations of one archive; any number of readers, one writer at a time."""

    def __init__(self, client: OpenSearch, prefix: str) -> None:
        self.client = client
        self.prefix = prefix

    def pointer(self) -> str | None:
        """Return the index that is live, None before the first; cheap, for polling.

        Raises IndexCorrupt where the alias is on no index of ours or on several, IndexUnavailable.
        """
        with mapped_errors():
            try:
                indexes = [str(index) for index in self.client.indices.get_alias(name=self.prefix)]
            except NotFoundError:
                return None
        if len(indexes) != 1 or self._generation(indexes[0]) is None:
            raise IndexCorrupt(f"alias {self.prefix}: on {', '.join(indexes)[:200]}: rebuild the index")
        return indexes[0]

    def live(self) -> Generation | None:
        """Return the live generation, None before the first build; raises IndexCorrupt, IndexOutdated."""
        index = self.pointer()
        return None if index is None else self.open(index)

    def open(self, index: str) -> Generation:
        """Return a complete generation by its index; raises IndexCorrupt, IndexOutdated, IndexMissing."""
        with mapped_errors():
            meta = self.client.indices.get_mapping(index=index)[index]["mappings"].get("_meta", {})
        if not self._complete(index, meta):
            raise IndexCorrupt(
                f"{index}: says nothing of itself: go back to the generation before or rebuild"
            )
        fields = meta["manifest"]
        try:
            return Generation(index, Manifest(**{**fields, "archive": tuple(fields["archive"])}), meta)
        except (TypeError, KeyError) as error:
            told = "written by another version of Kliping: rebuild the index"
            raise IndexOutdated(f"{index}: {told}") from error

    @contextmanager
    def begin(self) -> Iterator[Draft]:
        """Hold the writer's lock and a free name; what is made under it is removed unless published."""
        with locked(self.client, f"{self.prefix}-writer") as lock:
            with mapped_errors():
                self._remove_leftovers()
                draft = Draft(self, self._new_name(), lock)
            try:
                yield draft
            finally:
                with suppress(OpenSearchException, StorageError):  # what cannot be removed is a leftover
                    if self.pointer() != draft.index:
                        self.remove(draft.index)

    def rollback(self, check: Any) -> Generation:
        """Make the generation before the live one live again, if `check` raises nothing about it."""
        with locked(self.client, f"{self.prefix}-writer") as lock:
            live = self.pointer()
            before = max((name for name in self.complete() if live is None or name < live), default=None)
            if before is None:
                raise IndexMissing(f"{self.prefix}: there is no generation before the live one")
            generation = self.open(before)
            check(generation)
            lock.check()
            with mapped_errors():
                self.point_to(before)
            return generation

    def complete(self) -> list[str]:
        """Return the indexes of all complete generations, oldest first."""
        with mapped_errors():
            found = self.client.indices.get_mapping(index=f"{self.prefix}-*")
        metas = {index: mapping["mappings"].get("_meta", {}) for index, mapping in found.items()}
        return sorted(index for index, meta in metas.items() if self._complete(index, meta))

    def point_to(self, index: str) -> None:
        """Make a generation the live one: the one step that readers see."""
        remove = {"remove": {"index": f"{self.prefix}-*", "alias": self.prefix, "must_exist": False}}
        add = {"add": {"index": index, "alias": self.prefix}}
        self.client.indices.update_aliases(body={"actions": [remove, add]}, params=SLOW)

    def keep_only(self, *indexes: str) -> None:
        """Remove every other generation with what is beside it."""
        for index in self._indexes():
            if index.removesuffix(ABOUT) not in indexes:
                self.client.indices.delete(index=index, ignore_unavailable=True, params=SLOW)

    def remove(self, index: str) -> None:
        """Remove one generation."""
        for name in (index, index + ABOUT):
            self.client.indices.delete(index=name, ignore_unavailable=True, params=SLOW)

    def _remove_leftovers(self) -> None:
        """Remove what builds that died have left; the lock says that none of them is alive."""
        live = self.pointer()
        self.keep_only(*self.complete(), *([live] if live else []))

    def _indexes(self) -> list[str]:
        names = self.client.indices.get(
            index=f"{self.prefix}-*", params={"filter_path": "*.settings.index.uuid"}
        )
        return sorted(name for name in names if self._generation(name.removesuffix(ABOUT)))

    def _generation(self, index: str) -> str | None:
        name = index.removeprefix(f"{self.prefix}-")
        return name if index != name and NAME.fullmatch(name) else None

    def _complete(self, index: str, meta: dict[str, Any]) -> bool:
        name = self._generation(index)
        return name is not None and meta.get("manifest", {}).get("generation") == name

    def _new_name(self) -> str:
        now = datetime.now(UTC)
        latest = max(map(self._time_of, self._indexes()), default="")
        if latest >= now.strftime(TIME):  # the clock was set back: stay after what is there
            now = datetime.strptime(latest, TIME) + timedelta(microseconds=1)
        return f"{now.strftime(TIME)}-{secrets.token_hex(2)}"

    def _time_of(self, index: str) -> str:
        return index.removeprefix(f"{self.prefix}-").split("-")[0]


class Draft:
    """A generation in the making: fill `index` and `about`, then `publish`."""

    def __init__(self, generations: Generations, name: str, lock: Held) -> None:
        self._generations = generations
        self._lock = lock
        self.name = name
        self.index = f"{generations.prefix}-{name}"
        self.about = self.index + ABOUT

    def publish(self, manifest: Manifest, meta: dict[str, Any]) -> Manifest:
        """Write the manifest, move the alias; the generation before stays for a rollback.

        Returns the manifest under this generation's name. Raises IndexLocked with the alias unmoved where
        the lock was lost meanwhile, StorageError.
        """
        generations, client = self._generations, self._generations.client
        manifest = replace(manifest, generation=self.name)
        body = {"_meta": {**meta, "manifest": asdict(manifest)}}

        def show() -> str | None:
            before = _before(generations)
            block = {"index": {"blocks.write": True}}
            client.indices.put_settings(index=f"{self.index},{self.about}", body=block, params=SLOW)
            client.indices.put_mapping(index=self.index, body=body, params=SLOW)
            self._lock.check()  # with each attempt: the lock may be another's by now
            generations.point_to(self.index)
            return before

        with mapped_errors():
            before = patiently(show, Patience())
        with suppress(OpenSearchException):  # published all the same; the next writer removes them
            generations.keep_only(self.index, before or self.index)
        return manifest


def _before(generations: Generations) -> str | None:
    """Return the live index; where the alias is broken, the newest complete one."""
    try:
        return generations.pointer()
    except IndexCorrupt:
        return max(generations.complete(), default=None)
