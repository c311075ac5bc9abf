"""A real Chromium against a real server over the sample archive; skipped with a reason if there is none."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE_MILLISECONDS = 60_000
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    index = str(tmp_path_factory.mktemp("browser") / "index")
    build = [
        sys.executable,
        str(ROOT / "scripts" / "rebuild_index.py"),
        str(ROOT / "archive"),
        "--index",
        index,
    ]
    built = subprocess.run(build, capture_output=True, text=True, check=False)
    assert built.returncode in (0, 3), built.stderr
    serve = [sys.executable, "-m", "web", "--index", index, "--port", "0"]
    process = subprocess.Popen(serve, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().split()[1].rstrip("/")
    finally:
        process.terminate()
        process.communicate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        told = f"no Chromium on PATH ({', '.join(NAMES)}): scripts/browser installs one"
        if os.environ.get("CI") == "true":
            pytest.fail(told)
        pytest.skip(told)
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


class Reader:
    """One browser window that remembers what went wrong and whom it asked."""

    def __init__(self, context: BrowserContext, server: str) -> None:
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE_MILLISECONDS)
        self.server = server
        self.wrong: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self._heard(message.type, message.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def _heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.wrong.append(text)

    def open(self, path: str) -> Page:
        self.page.goto(self.server + path)
        return self.page

    def total(self) -> int:
        """How many articles the page says it found."""
        text = self.page.locator(".total strong").inner_text()
        return int(text.split()[0].replace(".", ""))

    def check(self) -> None:
        """Nothing went wrong, and nobody else was asked."""
        assert self.wrong == []
        assert [url for url in self.asked if not url.startswith(self.server + "/")] == []


@pytest.fixture
def reader(browser: Browser, server: str) -> Iterator[Reader]:
    with browser.new_context(locale="id-ID", viewport={"width": 1280, "height": 900}) as context:
        reader = Reader(context, server)
        yield reader
        reader.check()


@pytest.fixture
def plain_reader(browser: Browser, server: str) -> Iterator[Reader]:
    """A reader whose browser runs no scripts."""
    with browser.new_context(locale="id-ID", java_script_enabled=False) as context:
        reader = Reader(context, server)
        yield reader
        reader.check()


@pytest.fixture
def small_reader(browser: Browser, server: str) -> Iterator[Reader]:
    """A reader with a telephone of 360 pixels."""
    with browser.new_context(
        locale="id-ID", viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    ) as context:
        reader = Reader(context, server)
        yield reader
        reader.check()
