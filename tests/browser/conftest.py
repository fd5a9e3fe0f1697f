"""A JupyterLab of our own on a free port, and a browser that looks at it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from utils.commands import jupyter_environment

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
TOKEN = "browser-test"


def chromium():
    """Path of a browser to drive, or None."""
    system = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if system:
        return system
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if os.path.exists(own) else None


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(url, process, log, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(url, timeout=2)
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            assert process.poll() is None, f"JupyterLab stopped:\n{log.read_text()}"
            time.sleep(0.3)
    raise AssertionError(f"JupyterLab did not answer in {seconds} s:\n{log.read_text()}")


@pytest.fixture(scope="session")
def jupyter(tmp_path_factory):
    """Start JupyterLab on a copy of the labs; yields its address and folder."""
    pytest.importorskip("playwright", reason="playwright is not installed: make setup")
    if chromium() is None:
        pytest.skip("no Chromium on this machine: make browser installs it")
    home = tmp_path_factory.mktemp("jupyter")
    folder = home / "course"
    (folder / "course1").mkdir(parents=True)
    shutil.copy(ROOT / "README.md", folder)
    shutil.copytree(ROOT / "docs", folder / "docs")
    for notebook in (ROOT / "course1").glob("*.ipynb"):
        shutil.copy(notebook, folder / "course1")
    private = {
        name: str(home / name)
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR")
    }
    environment = jupyter_environment() | private | {"COURSE_HOME": str(home / "progress"), "COURSE_STRICT": "0"}
    port, log = _free_port(), home / "log.txt"
    options = ["--no-browser", f"--port={port}", "--ip=127.0.0.1", f"--IdentityProvider.token={TOKEN}"]
    options += ["--ServerApp.allow_root=True", f"--ServerApp.root_dir={folder}"]
    with open(log, "w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options], env=environment, stdout=file, stderr=file, cwd=folder
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}/api?token={TOKEN}", process, log)
        yield f"http://127.0.0.1:{port}", folder
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture
def page(jupyter, tmp_path):
    """A page of a fresh browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=chromium(), args=FLAGS, viewport={"width": 1280, "height": 1000}
        )
        yield context.pages[0] if context.pages else context.new_page()
        context.close()
