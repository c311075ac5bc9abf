#!/usr/bin/env python3
"""Show what Kliping reads in an article, or which root it finds in a word, and why.

explain.py FILE…          each article of these files as JSON
explain.py --jsonl FILE   one JSON line for each line of a JSON Lines file, taken together as one archive
explain.py --words        words on standard input, `word TAB stem` on standard output
"""

import argparse
import json
import os
import subprocess
import sys
from datetime import date, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

HERE = Path(__file__).resolve().parent
try:
    version("kliping")
except PackageNotFoundError:  # started outside the virtual environment: make it, and start again inside
    subprocess.run([HERE / "setup"], check=True)
    # By its path: a bare name is looked up on PATH, and another installation taken for its home.
    inside = str(HERE.parent / ".venv/bin/python")
    os.execv(inside, [inside, __file__, *sys.argv[1:]])

from index.corpus_formats import Limits
from index.errors import KlipingError
from index.explaining import explain_files, explain_lines, explain_words
from index.observers import ArchiveDecisions


def main() -> int:
    """Run the command line; exit status 3 when something could not be read, 1 when nothing could."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--jsonl", action="store_true", help="FILE is JSON Lines: one answer a line")
    parser.add_argument("--words", action="store_true", help="read words on standard input")
    parser.add_argument("--workers", type=int, default=0, metavar="N", help="processes (default: to suit)")
    given = parser.parse_args()
    if given.words:
        for word, stem in explain_words(sys.stdin):
            print(f"{word}\t{stem}")
        return 0
    if not given.files or (given.jsonl and len(given.files) > 1):
        parser.error("name FILEs to explain, one FILE with --jsonl, or use --words")
    status = 0
    latest = date.today() + timedelta(days=1)  # where the articles come from it may be tomorrow already
    try:
        if given.jsonl:
            observers = ArchiveDecisions(latest=latest).observers()
            records = explain_lines(given.files[0], Limits(), observers, given.workers, latest)
        else:
            records = explain_files(given.files, Limits(), latest)
        for record in records:
            status = 3 if "error" in record else status
            print(json.dumps(record, ensure_ascii=False, indent=None if given.jsonl else 2))
    except (KlipingError, OSError) as error:
        print(f"{error}", file=sys.stderr)
        return 1
    return status


if __name__ == "__main__":
    sys.exit(main())
