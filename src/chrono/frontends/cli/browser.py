"""A page printed as PDF by a browser that is installed.

Takes a page in HTML, gives the bytes of a PDF. Looks for Chromium, Chrome, Edge and Brave, or what `CHRONO_BROWSER`
names; the page may load nothing and run nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import click

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
    "brave-browser",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
PATIENCE = 120
"""Seconds after which a browser that has not printed is ended."""


def installed() -> str | None:
    """The path of a browser that can print; None where none is found."""
    named = os.environ.get("CHRONO_BROWSER")
    if named:
        return shutil.which(named)
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in found if path), None) or next((path for path in PLACES if Path(path).is_file()), None)


def needed() -> str:
    """The path of a browser; ends the command where there is none."""
    path = installed()
    if path is None:
        named = os.environ.get("CHRONO_BROWSER")
        looked = f"'{named}', which CHRONO_BROWSER names" if named else ", ".join(NAMES)
        raise click.ClickException(
            f"PDF is printed by a browser, and none is installed; looked for {looked}; install one, or write HTML and "
            "print it"
        )
    return path


def printed(page: str) -> bytes:
    """A page in HTML as PDF."""
    path = needed()
    with tempfile.TemporaryDirectory(prefix="chrono-") as folder:
        source, result = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, encoding="utf-8", errors="backslashreplace")
        command = [path, "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
        command += ["--disable-sync", "--disable-component-update", "--disable-extensions"]
        # Chromium refuses to be sandboxed when it is run by root, as in a container.
        command += ["--no-sandbox"] if sys.platform == "linux" and os.geteuid() == 0 else []
        command += [f"--user-data-dir={folder}/profile", "--no-pdf-header-footer", f"--print-to-pdf={result}"]
        try:
            ended = subprocess.run([*command, source.as_uri()], capture_output=True, timeout=PATIENCE, check=False)
            said = ended.stderr.decode("utf-8", "replace").strip().splitlines()
        except (OSError, subprocess.TimeoutExpired) as error:
            said = [str(error)]
        if not result.is_file():
            why = said[-1] if said else "it said nothing"
            raise click.ClickException(f"{path} did not print the page: {why}; write HTML and print it yourself")
        return result.read_bytes()
