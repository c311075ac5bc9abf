#!/usr/bin/env python3
"""Build, extend or roll back the index of an archive while the search stays up.

Exit status: 0 all read, 3 published but some input was skipped (the report names each), 1 failed and nothing
changed, 2 usage.
"""

import argparse
import gc
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict, replace
from datetime import date, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NoReturn

# Ctrl-C while modules are still read ends it without a traceback; `main` tells what became of the index.
signal.signal(signal.SIGINT, signal.SIG_DFL)
# What is loaded stays, and has no cycles to be found: looking through it every 700 objects took 20 of the 680
# ms before the first text is read.
gc.set_threshold(100_000)

HERE = Path(__file__).resolve().parent
try:
    version("kliping")
except PackageNotFoundError:  # started outside the virtual environment: make it, and start again inside
    subprocess.run([HERE / "setup"], check=True)
    # By its path: a bare name is looked up on PATH, and another installation taken for its home.
    inside = str(HERE.parent / ".venv/bin/python")
    os.execv(inside, [inside, __file__, *sys.argv[1:]])

from tqdm import tqdm

from index.building import Builder, Report, Stage
from index.config import ENGINES, Settings, read_settings
from index.corpus_formats import Limits
from index.errors import KlipingError
from index.lang.language import Language
from index.observers import ArchiveDecisions
from index.opening import open_store, open_workplace

OK, FAILED, SKIPPED = 0, 1, 3
SKIPPED_SHOWN = 20
# Where below the index the steps of a build leave what they hand on; gone when it ends.
SCRATCH = "scratch"


class Progress:
    """A bar with rate and time left on a terminal, a plain line every few seconds elsewhere."""

    def __init__(self, *, quiet: bool, terminal: bool) -> None:
        tqdm.monitor_interval = 0  # it would be a thread beside which workers are forked
        self._quiet, self._terminal = quiet, terminal
        self._bar: tqdm | None = None
        self._stage, self._started, self._spoken = "", time.monotonic(), time.monotonic()

    def __call__(self, stage: Stage, done: int, total: int, articles: int) -> None:
        """Show how far the build is."""
        if self._quiet:
            return
        if stage != self._stage:
            self.close()
            self._stage, self._started = stage, time.monotonic()
            if self._terminal:
                unit = {"unit": " articles"} if stage == "indexing" else {"unit": "B", "unit_scale": True}
                self._bar = tqdm(total=total, desc=stage, file=sys.stderr, **unit)
        if self._bar is not None:
            self._bar.update(done - self._bar.n)
            if stage == "reading":
                self._bar.set_postfix_str(f"{articles:,} articles", refresh=False)
        elif not self._terminal and (done == total or time.monotonic() - self._spoken > 5):
            self._spoken = time.monotonic()
            rate = articles / max(self._spoken - self._started, 1e-9)
            share = 100 * done // max(total, 1)
            if done < total or stage == "indexing":
                print(f"{stage}: {share} %, {articles:,} articles, {rate:,.0f}/s", file=sys.stderr)

    def close(self) -> None:
        """Leave the bar as it stands."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def report_file(name: str) -> Path:
    """Return a path that can be written: found out before an index is built, not after."""
    try:
        Path(name).open("a", encoding="utf-8").close()
    except OSError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return Path(name)


def arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "archive", nargs="*", type=Path, metavar="ARCHIVE", help="a folder or file of articles"
    )
    parser.add_argument("--index", type=Path, metavar="DIR", help="where the index is (default: var/index)")
    parser.add_argument("--engine", choices=ENGINES, help="what keeps the articles (default: whoosh)")
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="settings (default: kliping.toml, if there)"
    )
    parser.add_argument(
        "--report", type=report_file, metavar="FILE.json", help="write what was done and skipped here"
    )
    parser.add_argument("--workers", type=int, default=0, metavar="N", help="processes (default: to suit)")
    parser.add_argument(
        "--executor", default="", metavar="dask://HOST:PORT", help="run on a Dask cluster (default: here)"
    )
    parser.add_argument("--quiet", action="store_true", help="say nothing but errors")
    action = parser.add_mutually_exclusive_group()
    action.add_argument(
        "--add", action="store_true", help="add ARCHIVE to what is live instead of rebuilding"
    )
    action.add_argument(
        "--if-missing", action="store_true", help="build only where there is none, or one of another version"
    )
    action.add_argument("--delete", action="append", metavar="ID", help="take an article out (repeatable)")
    action.add_argument("--rollback", action="store_true", help="go back to the previous generation")
    return parser


def run(given: argparse.Namespace, settings: Settings) -> Report:
    """Do what was asked and return what came of it."""
    language = Language.load()
    store = open_store(Path(settings.index), language, settings.cluster())
    progress = Progress(quiet=given.quiet, terminal=sys.stderr.isatty())
    limits = Limits(settings.max_file_megabytes << 20, settings.max_article_characters)
    latest = date.today() + timedelta(days=1)  # where the articles come from it may be tomorrow already
    overrides = Path(settings.name_overrides) if settings.name_overrides else None
    decisions = ArchiveDecisions(Path(settings.index), overrides, latest)
    scratch = Path(settings.index) / SCRATCH
    workplace = open_workplace(given.executor, given.workers)
    builder = Builder(store, decisions, limits, workplace, progress, latest, scratch)
    try:
        if given.rollback:
            return Report(store.rollback())
        if given.delete:
            return builder.delete(given.delete)
        if given.if_missing:
            return builder.ensure(given.archive)
        return builder.add(given.archive) if given.add else builder.rebuild(given.archive)
    finally:
        progress.close()


def tell(report: Report, seconds: float, *, quiet: bool) -> int:
    """Print what was done, each skipped input on a line, and return the exit status."""
    for skipped in report.skipped[:SKIPPED_SHOWN]:
        place = f"{skipped.path}:{skipped.line}" if skipped.line else skipped.path
        print(f"skipped {place}: {skipped.reason}", file=sys.stderr)
    if len(report.skipped) > SKIPPED_SHOWN:
        print(f"… and {len(report.skipped) - SKIPPED_SHOWN:,} more skipped (see --report)", file=sys.stderr)
    if report.manifest is None:
        print("nothing could be read or deleted; the index is unchanged", file=sys.stderr)
        return FAILED
    if not quiet:
        manifest = report.manifest
        print(f"generation {manifest.generation}: {manifest.articles:,} articles, {seconds:.1f} s")
    return SKIPPED if report.skipped else OK


def main() -> int:
    """Run the command line."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    parser = arguments()
    given = parser.parse_args()
    if bool(given.archive) == bool(given.delete or given.rollback):
        parser.error("name an ARCHIVE to read, or use --delete or --rollback alone")
    if given.workers < 0:
        parser.error("--workers takes 0 or more")
    started = time.monotonic()
    try:
        settings = read_settings(given.config)
        if given.index:
            settings = replace(settings, index=str(given.index))
        if given.engine:
            settings = replace(settings, engine=given.engine)
        report = run(given, settings)
    except (KlipingError, OSError) as error:
        print(f"failed, the index is unchanged: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("interrupted, the index is unchanged", file=sys.stderr)
        return FAILED
    if given.report:
        content = json.dumps(asdict(report), ensure_ascii=False, indent=2)
        given.report.write_text(content + "\n", encoding="utf-8")
    return tell(report, time.monotonic() - started, quiet=given.quiet)


def leave(status: int) -> NoReturn:
    """End the program; memory goes back to the system as a whole.

    Taking apart what a build has learnt of words and names, object by object, took one second in twenty.
    """
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # nobody reads it any more: the interpreter knows what to do then
        sys.exit(status)
    os._exit(status)


if __name__ == "__main__":
    leave(main())
