"""`chrono serve` as somebody at the page waits for it, against one `chrono infer --windows` of the same files.

`python -m benchmarks.serving [documents ...]`: the founding case, 200 and 2,000 documents by default. Medians of some
rounds, each with files or a question that are new. What is asked over HTTP is told as the server's work in CPU seconds,
against that of the command for every span, started anew each time; what a browser paints, and how soon a question ends,
as waiting time, against that of the command. The ratios are what counts.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from random import Random
from statistics import median
from threading import Thread
from typing import Any

from tests.serving import Events, Served

from benchmarks.waiting import SIZES, called, commanded, lay_out, worked
from chrono.frontends.cli.browser import installed

ROUNDS = 5
KINDS = ("document", "event", "person", "period")
HEADINGS = {
    "told": "save to all windows told",
    "drawn": "save to picture painted",
    "argument": "a bound's argument",
    "whole": "and all that there is for it",
    "again": "the same again",
    "without": "windows without a piece",
    "ended": "save to an older question ended",
}


LONGEST = """() => {
  window.longest = 0;
  const told = (entries) => {
    for (const one of entries.getEntries()) window.longest = Math.max(window.longest, one.duration);
  };
  new PerformanceObserver(told).observe({ entryTypes: ["longtask"] });
}"""
WAITED = ("drawn", "ended")
"""What is told as waiting time."""


def measure(sizes: tuple[int, ...] = SIZES) -> list[str]:
    """The lines of a table; 0 documents stands for the founding case."""
    lines = [
        f"| documents | `infer --windows`, CPU s | it, s | {', ratio | '.join(HEADINGS.values())}, ratio |",
        "|---" * (3 + len(HEADINGS)) + "|",
    ]
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            lines.append(_row(Path(name), size))
        print(lines[-1], flush=True)
    return lines


def _row(folder: Path, size: int) -> str:
    lay_out(folder, size)
    spent: dict[str, list[float]] = {name: [] for name in (*HEADINGS, "wall", "cpu")}
    for _ in range(ROUNDS):
        wall, cpu = commanded(folder, "*")
        spent["wall"].append(wall)
        spent["cpu"].append(cpu)
    served = Served(folder, "--timeout", "600")
    served.patience = 600
    served.enter()
    for name, seconds in _asked(served, folder, size):
        spent[name].append(seconds)
    # Only now: a page that is open asks as well.
    with _page(served) as painted:
        if painted is not None:
            print(f"{called(size)}: {painted.zoomed()}", flush=True)
            spent["drawn"] += [painted.save(folder / "events.yaml") for _ in range(ROUNDS)]
    served.end()
    one = {name: median(spent["wall" if name in WAITED else "cpu"]) for name in HEADINGS}
    told = " | ".join(f"{median(spent[name]) / one[name]:.3f}" if spent[name] else "–" for name in HEADINGS)
    return f"| {called(size)} | {median(spent['cpu']):.3f} | {median(spent['wall']):.3f} | {told} |"


def _asked(served: Served, folder: Path, size: int) -> Iterator[tuple[str, float]]:
    path, events = folder / "events.yaml", Events(served)
    events.next("changed")
    things = served.ask("GET", "/api/things").json
    kinds = [f"kind:{kind}" for kind in KINDS if any(span["kind"] == kind for span in things["spans"])]
    every = {"ids": kinds, "windows": True, "all": True}
    bound = {"edges": ["end"], "sides": ["latest"], "windows": True, "preferred": True}
    spans = [span["id"] for span in things["spans"] if span["kind"] == "document"]
    pieces = [piece["id"] for piece in things["evidence"]]
    drawn = Random(0)

    def work(ask: Callable[[], Any]) -> float:
        begun = worked(served.process.pid)
        ask()
        return worked(served.process.pid) - begun

    for number in range(ROUNDS):
        begun = worked(served.process.pid)
        _changed(path, number)
        events.next("changed")
        assert served.post("timeline", **every).status == 200
        yield "told", worked(served.process.pid) - begun
        span = "manuscript" if not size else drawn.choice(spans)
        for name, asked in (("argument", bound), ("whole", {**bound, "preferred": False}), ("again", bound)):
            yield name, work(partial(served.post, "explain", id=span, **asked))
    for id in drawn.sample(pieces, ROUNDS):
        yield "without", work(partial(served.post, "timeline", **every, without=[id]))
    for number in range(ROUNDS):
        ended: list[float] = []

        def long(ended: list[float] = ended) -> None:
            reply = served.post("infer", sensitivity=True)
            ended.append(time.perf_counter() if reply.status == 409 else 0.0)

        asking = Thread(target=long)
        asking.start()
        time.sleep(0.05 if not size else 0.3)
        begun = time.perf_counter()
        _changed(path, 100 + number)
        events.next("changed")
        asking.join()
        if ended[0]:
            yield "ended", max(0.0, ended[0] - begun)
    events.close()


def _changed(path: Path, number: int) -> None:
    """Another text in the place of the file: a comment more, which moves nothing."""
    beside = path.with_suffix(".tmp")
    beside.write_text(f"{path.read_text(encoding='utf-8')}# {number}\n", encoding="utf-8")
    os.replace(beside, path)


class _Painted:
    """A page in a browser."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def save(self, path: Path) -> float:
        """Seconds from a save until its picture is painted."""
        self.page.wait_for_timeout(1500)
        before = int(self.page.evaluate("document.body.dataset.drawn"))
        begun = time.perf_counter()
        _changed(path, before)
        self.page.locator(f'body[data-drawn="{before + 1}"]').wait_for(timeout=240_000)
        self.page.evaluate("() => new Promise((go) => requestAnimationFrame(() => setTimeout(go)))")
        return time.perf_counter() - begun

    def zoomed(self) -> str:
        """How long the longest task was while the picture was zoomed and moved by keys, and what the page holds."""
        self.page.evaluate(LONGEST)
        for key in "+++[]---0":
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(200)
        longest = self.page.evaluate("window.longest")
        metrics = self.page.context.new_cdp_session(self.page)
        metrics.send("Performance.enable")
        told = {one["name"]: one["value"] for one in metrics.send("Performance.getMetrics")["metrics"]}
        return (
            f"zooming, the longest task took {longest:.0f} ms (0: none above 50); the page's scripts hold "
            f"{told['JSHeapUsedSize'] / 1e6:.0f} MB, its process {_largest_page():.0f} MB"
        )


def _largest_page() -> float:
    """The MB that the largest process of a page holds."""
    held = [0.0]
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            if b"--type=renderer" in (status.parent / "cmdline").read_bytes():
                lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
                held.append(int(lines["VmRSS"].split()[0]) / 1000)
        except (OSError, KeyError):
            continue
    return max(held)


@contextmanager
def _page(served: Served) -> Iterator[_Painted | None]:
    path = installed()
    if path is None or find_spec("playwright") is None:
        yield None
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": 1400, "height": 860})
        name, _, value = served.cookie.partition("=")
        address = f"http://127.0.0.1:{served.port}"
        context.add_cookies([{"name": name, "value": value, "url": address, "httpOnly": True, "sameSite": "Strict"}])
        page = context.new_page()
        page.goto(f"{address}/")
        page.locator("body[data-drawn]").wait_for(timeout=240_000)
        yield _Painted(page)
        browser.close()


if __name__ == "__main__":
    print("\n".join(measure(tuple(map(int, sys.argv[1:])) or SIZES)))
