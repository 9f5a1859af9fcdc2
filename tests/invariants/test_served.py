"""The server as README has a class start it: it answers to the name that it was given alone."""

import http.client
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab import ROOT

CLASS = re.compile(r"^streamlit (run app\.py --server\.address=0\.0\.0\.0 .*)$", re.MULTILINE)
OURS = "192.168.0.10"  # as README has it
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Port of a server that was started with README's command for a class."""
    (command,) = CLASS.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    settings = [f"--server.port={port}", "--server.headless=true"]
    log: Path = tmp_path_factory.mktemp("server") / "log.txt"
    with log.open("w") as output:
        run = [sys.executable, "-m", "streamlit", *command.split(), *settings]
        process = subprocess.Popen(run, cwd=ROOT, stdout=output, stderr=output)
    try:
        while process.poll() is None and not _listens(port):
            time.sleep(0.1)
        assert process.poll() is None, log.read_text()
        yield port
    finally:
        process.terminate()
        process.wait()


def _listens(port: int) -> bool:
    try:
        with socket.create_connection(("localhost", port), timeout=1):
            return True
    except OSError:
        return False


def status(port: int, host: str, path: str, method: str = "GET", **more: str) -> int:
    connection = http.client.HTTPConnection("localhost", port, timeout=60)
    connection.request(method, path, headers={"Host": f"{host}:{port}", **more})
    answered = connection.getresponse()
    assert answered.headers["X-Frame-Options"] == "SAMEORIGIN" or answered.status in (101, 403)
    connection.close()
    return answered.status


@pytest.mark.parametrize(("host", "is_ours"), [(OURS, True), ("evil.example", False)])
def test_only_the_name_of_the_class_is_answered(port: int, host: str, is_ours: bool) -> None:
    for path in ("/", "/_stcore/health", "/static/js/none.js", "/media/none.csv"):
        assert (status(port, host, path) != 400) is is_ours
    upload = status(port, host, "/_stcore/upload_file/a/b", "PUT", **{"Content-Length": "0"})
    assert upload == (403 if is_ours else 400)  # the door lets it in, and its token is missing
    assert status(port, host, "/_stcore/stream", **UPGRADE) == (101 if is_ours else 403)
