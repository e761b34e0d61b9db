"""A browser that is installed, for tests that look at pages: without one, or without the extra, they are skipped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chrono.frontends.cli.browser import installed


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, run by Playwright."""
    path = installed()
    if path is None:
        pytest.skip("no browser is installed")
    playwright = pytest.importorskip("playwright.sync_api", reason="the extra `browser` is not installed")
    with playwright.sync_playwright() as running:
        quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        opened = running.chromium.launch(executable_path=path, args=quiet)
        yield opened
        opened.close()
