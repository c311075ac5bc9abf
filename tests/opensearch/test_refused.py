"""A cluster behind TLS that demands a user and a password, as production clusters do.

The minimal distribution has no security plugin (Maven Central has none for its version), so a small gate
before a real node does what is tested here: it ends TLS with a certificate of its own, answers 401 without
the right credentials and 403 to who may only read, and hands everything else on.
"""

import base64
import http.client
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from index.article import Article
from index.cluster import Cluster
from index.config import Settings
from index.errors import IndexUnavailable, StorageError
from index.lang.language import Language
from index.opensearch_store import OpenSearchStore
from searcher.engine import Plan
from searcher.opensearch_engine import OpenSearchEngine
from searcher.searcher import Searcher
from searcher.syntax import Word
from web.app import create_app

pytestmark = pytest.mark.opensearch
SECONDS = 120.0  # of patience
WRITER, READER = ("kliping", "rahasia ä"), ("pembaca", "juga")
NOT_HANDED_ON = {"connection", "transfer-encoding", "content-length", "date", "server"}


def authorization(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


class Gate(BaseHTTPRequestHandler):
    """Hands a request on to the node behind it, if its credentials may do that."""

    protocol_version = "HTTP/1.1"
    behind = ""

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        given = self.headers.get("Authorization")
        if given not in (authorization(*WRITER), authorization(*READER)):
            self._tell(401, [("WWW-Authenticate", "Basic")], b"Unauthorized")
        elif given == authorization(*READER) and self.command in ("PUT", "DELETE"):
            self._tell(403, [], b'{"error": {"root_cause": [], "type": "security_exception"}, "status": 403}')
        else:
            self._hand_on(body)

    def _hand_on(self, body: bytes) -> None:
        connection = http.client.HTTPConnection(self.behind, timeout=SECONDS)
        try:
            kind = {"Content-Type": self.headers.get("Content-Type", "application/json")}
            connection.request(self.command, self.path, body, kind if body else {})
            answer = connection.getresponse()
            told = [(name, text) for name, text in answer.getheaders() if name.lower() not in NOT_HANDED_ON]
            self._tell(answer.status, told, answer.read())
        finally:
            connection.close()

    def _tell(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response(status)
        for name, text in [*headers, ("Content-Length", str(len(body)))]:
            self.send_header(name, text)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Keep quiet."""

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _answer


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that does not trust the certificate hangs up."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine, signed by itself, with its key beside it."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("TLS not tested: no openssl on PATH to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    made = folder / "gate.pem"
    command = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    command += ["-keyout", str(folder / "gate.key"), "-out", str(made)]
    subprocess.run(command, capture_output=True, check=True)
    return made


@pytest.fixture(scope="module")
def gate(opensearch_cluster: Any, certificate: Path) -> Iterator[str]:
    """The address of the gate."""
    handler = type("GateBefore", (Gate,), {"behind": opensearch_cluster.url.removeprefix("http://")})
    server = QuietServer(("127.0.0.1", 0), handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_suffix(".key"))
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def language() -> Language:
    return Language.load()


@pytest.fixture(scope="module")
def archive(gate: str, certificate: Path, language: Language) -> Cluster:
    """An archive of two articles, written through the gate."""
    user, password = WRITER
    prefix = f"refused-{uuid4().hex[:12]}"
    cluster = Cluster((gate,), user, password, str(certificate), prefix, seconds=SECONDS)
    write(cluster, language, 2)
    return cluster


def write(cluster: Cluster, language: Language, number: int) -> None:
    with OpenSearchStore(cluster, language).rebuild() as batch:
        for each in range(number):
            batch.add(Article(f"a{each}", "", "Banjir lama."))
        batch.publish()


def total(cluster: Cluster, language: Language) -> int:
    with OpenSearchEngine(cluster, language, 0.0).snapshot() as snapshot:
        return snapshot.find(Plan(Word("banjir"))).total


def other(cluster: Cluster, user: str, password: str) -> Cluster:
    return replace(cluster, user=user, password=password)


def test_the_right_credentials_write_and_read(archive: Cluster, language: Language) -> None:
    assert total(archive, language) == 2


@pytest.mark.parametrize("password", ["", "salah"])
def test_wrong_credentials_are_told_as_such(archive: Cluster, language: Language, password: str) -> None:
    wrong = other(archive, "kliping", password)
    for work in (total, lambda cluster, known: write(cluster, known, 9)):
        with pytest.raises(StorageError, match="opensearch_user and opensearch_password") as told:
            work(wrong, language)
        assert not isinstance(told.value, IndexUnavailable), "trying again would not help"
        assert "salah" not in str(told.value)
    app = create_app(Searcher(OpenSearchEngine(wrong, language, 0.0), language), Settings())
    client = app.test_client()
    for path in ("/cari?q=banjir", "/api/v1/search?q=banjir", "/healthz"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert password == "" or password not in answer.get_data(as_text=True)
    assert total(archive, language) == 2


def test_who_may_only_read_cannot_write(archive: Cluster, language: Language) -> None:
    reader = other(archive, *READER)
    assert total(reader, language) == 2
    with pytest.raises(StorageError, match="403"):
        write(reader, language, 9)
    assert total(archive, language) == 2


def test_a_certificate_that_nobody_vouches_for(archive: Cluster, language: Language) -> None:
    """The request, which would carry the password, is not sent."""
    unknown = replace(archive, authority="")
    with pytest.raises(StorageError, match=r"(?i)certificate"):
        total(unknown, language)
