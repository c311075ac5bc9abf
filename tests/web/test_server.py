"""The door of the server: real processes on free loopback ports, started, asked and stopped."""

import os
import platform
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.lang.language import Language
from index.whoosh_store import WhooshStore
from web.__main__ import main
from web.server import address, listen

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 180.0
# What Python runs where gunicorn cannot be imported, as on Windows.
WITHOUT_GUNICORN = (
    "import sys; sys.modules['gunicorn.app.base'] = None; "
    "from web.__main__ import main; sys.exit(main(sys.argv[1:]))"
)


@contextmanager
def serving(*command: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server process and the URL it printed."""
    process = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert "http://127.0.0.1:" in line, process.communicate(timeout=PATIENCE_SECONDS)
        yield process, line.split()[1]
    finally:
        process.kill()
        process.communicate()


def status_of(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


@pytest.mark.parametrize("command", [("-m", "web"), ("-c", WITHOUT_GUNICORN)], ids=["gunicorn", "waitress"])
def test_it_serves_before_and_after_the_first_build(tmp_path: Path, command: tuple[str, ...]) -> None:
    with serving(*command, "--index", str(tmp_path / "index"), "--port", "0") as (_, url):
        assert status_of(f"{url}healthz") == 503
        with WhooshStore(tmp_path / "index", Language.load()).rebuild() as batch:
            batch.publish()
        statuses = {status_of(f"{url}api/v1/status") for _ in range(20)}
        assert statuses <= {200, 503}
        assert _soon(f"{url}healthz") == 200
        assert status_of(f"{url}api/v1/search?q={'a' * 7900}") == 200
        assert status_of(f"{url}api/v1/search?q={'a' * 8100}") == 414


def _soon(url: str) -> int:
    until = time.monotonic() + PATIENCE_SECONDS
    while (status := status_of(url)) != 200 and time.monotonic() < until:
        time.sleep(0.1)
    return status


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_told(tmp_path: Path, stop: signal.Signals) -> None:
    with serving("-m", "web", "--index", str(tmp_path), "--port", "0") as (process, url):
        assert status_of(f"{url}healthz") == 503
        process.send_signal(stop)
        assert process.wait(timeout=PATIENCE_SECONDS) == 0


def test_a_taken_port_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        assert main(["--port", str(port)]) == 1
    assert f"port {port}" in capsys.readouterr().err


def test_settings_that_cannot_be_used_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "kliping.toml"
    file.write_text('colour = "red"', encoding="utf-8")
    assert main(["--config", str(file)]) == 2
    assert "colour" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["x", "70000", "-1"])
def test_a_port_is_a_number_in_range(port: str) -> None:
    with pytest.raises(SystemExit):
        main(["--port", port])


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_the_address_can_be_opened_on_this_machine(host: str) -> None:
    with listen(host, 0) as listener:
        assert address(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}/"


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="this machine has no IPv6")
def test_an_address_of_the_sixth_version_is_in_brackets() -> None:
    with listen("::1", 0) as listener:
        assert address(listener).startswith("http://[::1]:")


HEAPS = """
import ctypes, sys, threading
from web.server import share_one_heap
if sys.argv[2] == "one":
    share_one_heap()
together = threading.Barrier(4)
def work():
    together.wait()
    held = [bytearray(50_000) for _ in range(40)]
    together.wait()
threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
library = ctypes.CDLL(None)
library.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(library.fopen(sys.argv[1].encode(), b"w"))
library.malloc_info(0, file)
library.fclose(file)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only the GNU C library has several heaps")
def test_threads_share_one_heap(tmp_path: Path) -> None:
    heaps = {}
    for how in ("one", "many"):
        told = tmp_path / how
        command = [sys.executable, "-c", HEAPS, str(told), how]
        subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "MALLOC_ARENA_MAX": ""})
        heaps[how] = told.read_text(encoding="ascii").count("<heap nr=")
    assert heaps["one"] == 1 < heaps["many"]
