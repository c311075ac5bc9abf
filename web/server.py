"""Serves the application with gunicorn, or with waitress where gunicorn cannot run. No routes.

The application is loaded, and warm, before gunicorn forks its workers: they share what it holds of the index
until another generation comes, which each opens for itself, in a thread begun after the fork. What
the application holds before are mapped files and plain memory; it has no thread and no lock that is held, and
connections to a cluster are made anew by who finds himself forked (`index.opensearch_client`).
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import waitress
from flask import Flask

from index.config import Settings
from index.errors import StorageError
from searcher.opening import open_searcher
from web.app import create_app
from web.site import EXTENSION, Site

try:
    from gunicorn.app.base import BaseApplication
except ImportError:  # gunicorn needs fork: not on Windows
    BaseApplication = None

BACKLOG = 512
# The most gunicorn takes; the application refuses what is longer than its own limit, a little less.
LONGEST_REQUEST_LINE = 8_190
GRACEFUL_SECONDS = 10
# A search of twenty results makes some ten thousand objects and no cycle: Python's 700 would have each of
# them looked at for cycles a dozen times while it is made.
OBJECTS_BEFORE_COLLECTING = 20_000
# How long a thread that computes keeps the others waiting, each time one of them has read or written. Behind
# two that compute, 99 in 100 answers that are kept took less than 50 ms with Python's 0.005; with this, 37.
SWITCH_SECONDS = 0.001
HUNG_SECONDS = 60
M_ARENA_MAX = -8  # of malloc.h


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket, so that a taken port is told before anything starts; raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def address(listener: socket.socket) -> str:
    """Return the URL a browser on this machine can open."""
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}/"


def share_one_heap() -> None:
    """Have all threads take memory from one heap, where the C library (GNU's) would give them several.

    Each keeps the largest arrays that its threads have had: at a million articles four threads held 93 MB,
    with one heap 37, in the same processor time. They seldom meet there: Python runs one at a time.
    """
    if os.name == "posix":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(M_ARENA_MAX, 1)


def load(settings: Settings) -> Flask:
    """Return the application over the index that the settings name, warm if there is an index already."""
    share_one_heap()
    searcher = open_searcher(Path(settings.index), settings.poll_seconds, settings.cluster())
    with contextlib.suppress(StorageError):
        searcher.warm()
    app = create_app(searcher, settings)
    gc.collect()
    gc.freeze()  # names and words by the hundred thousand: the collector need not walk through them again
    gc.set_threshold(OBJECTS_BEFORE_COLLECTING)
    sys.setswitchinterval(SWITCH_SECONDS)
    return app


def attend(app: Flask) -> None:
    """Have new generations opened beside requests, in this process."""
    found: Site = app.extensions[EXTENSION]
    found.searcher.attend()


def serve(listener: socket.socket, settings: Settings, ready: Callable[[], None]) -> None:
    """Serve until told to stop; `ready` is called once requests will be answered."""
    if BaseApplication is None:
        ready()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        app = load(settings)
        attend(app)
        waitress.serve(app, sockets=[listener], threads=settings.threads, _quiet=True)
    else:
        _forking(listener, settings, ready)


def _forking(listener: socket.socket, settings: Settings, ready: Callable[[], None]) -> None:
    options: dict[str, Any] = {
        "bind": f"fd://{listener.fileno()}",
        "workers": max(settings.workers, 1),
        "threads": max(settings.threads, 1),
        "worker_class": "gthread",
        "preload_app": True,
        "sendfile": False,
        "timeout": HUNG_SECONDS,
        "graceful_timeout": GRACEFUL_SECONDS,
        "limit_request_line": LONGEST_REQUEST_LINE,
        "loglevel": "warning",
        "post_worker_init": lambda worker: attend(worker.wsgi),
        "when_ready": lambda _server: ready(),
        "control_socket_disable": True,
    }

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in options.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Flask:
            return load(settings)

    Server().run()
