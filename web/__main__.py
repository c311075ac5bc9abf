"""The door of the web server: `python -m web [--index DIR] [--host H] [--port P] [--config FILE]`.

Reads settings and the command line; no other logic.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

if __name__ == "__main__":
    # Ctrl-C before anything serves ends it without a traceback, also while modules are still read.
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from index.config import ENGINES, Settings, read_settings
from index.errors import ConfigurationError
from web.server import address, listen, serve

FAILED = 1
USAGE = 2
HIGHEST_PORT = 65_535


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped; return 1 where the port is taken, 2 for a setting that cannot be used."""
    try:
        settings = _settings(arguments)
        settings.cluster()  # what it cannot be is told before anything starts
    except ConfigurationError as error:
        print(f"kliping: {error}", file=sys.stderr)
        return USAGE
    try:
        listener = listen(settings.host, settings.port)
    except (OSError, OverflowError) as error:
        print(f"kliping: cannot listen on {settings.host} port {settings.port}: {error}", file=sys.stderr)
        return FAILED
    url = address(listener)
    try:
        serve(listener, settings, lambda: print(f"{settings.name}: {url}  (Ctrl-C stops)", flush=True))
    except ConfigurationError as error:  # the library of the engine is not installed
        print(f"kliping: {error}", file=sys.stderr)
        return USAGE
    return 0


def _settings(arguments: Sequence[str] | None) -> Settings:
    parser = argparse.ArgumentParser(prog="python -m web", description="Serve a Kliping index.")
    parser.add_argument("--config", type=Path, metavar="FILE", help="settings file (default: kliping.toml)")
    parser.add_argument("--index", metavar="DIR", help="where generations are built")
    parser.add_argument("--engine", choices=ENGINES, help="what keeps the articles (default: whoosh)")
    parser.add_argument("--host", metavar="HOST", help="address to listen on")
    parser.add_argument("--port", type=_port, metavar="PORT", help="port to listen on; 0 takes a free one")
    given = vars(parser.parse_args(arguments))
    settings = read_settings(given.pop("config"))
    return replace(settings, **{name: value for name, value in given.items() if value is not None})


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"a port is from 0 to {HIGHEST_PORT}")
    return port


if __name__ == "__main__":
    sys.exit(main())
