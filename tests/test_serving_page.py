"""The page of `chrono serve` in a real browser: what is seen, what is done with it, and that nothing else is asked.

What was to be seen before live work could be called done, and the tests that see it (of other modules with their names;
how long things take is measured in benchmarks/serving.py and benchmarks/editing.py, and never asserted):

|  1 | the founding case, and nobody else is asked | test_it_shows_the_windows_and_asks_nobody_else |
|  2 | a bound with its premises and places | test_an_edge_tells_its_argument |
|  3 | leaving out, undoing, the same in a shell | test_leaving_out_moves_the_window_and_goes_back |
|  4 | where a setting turns a verdict | test_a_setting_turns_a_verdict, test_a_slider_shows_where_a_verdict_turns |
|  5 | a level of certainty | test_a_level_of_certainty |
|  6 | every way of saving | test_a_save_is_drawn |
|  7 | how soon a save is drawn | benchmarks/serving.py |
|  8 | mistakes, halves of files, 500 cuts | test_a_mistake_keeps_the_picture, |
|    | | test_serving_files.test_five_hundred_cuts_leave_it_serving |
|  9 | a conflict and its repairs | test_a_contradiction_is_drawn_under_a_repair_and_offers_others |
| 10 | rivals beside each other | test_rivals_are_those_of_the_command |
| 11 | what is seen stays, and is in the address | test_what_is_seen_stays_when_a_save_is_drawn, |
|    | | test_a_view_is_in_its_address |
| 12 | two pages and a command at once, 50 saves | test_two_tabs_and_a_command_see_the_same, |
|    | | test_serving.test_fifty_saves_two_pages_and_a_command |
| 13 | 2,000 documents; a save ends a question | benchmarks/serving.py, |
|    | | test_serving.test_a_save_is_news_and_another_state |
| 14 | who can reach it | test_nothing_in_evidence_runs, test_serving_guard.test_another_host_is_refused, |
|    | | test_serving_guard.test_without_the_cookie_nothing_is_told, |
|    | | test_serving_guard.test_events_and_sockets_are_guarded_alike, |
|    | | test_serving_guard.test_no_path_of_a_request_is_opened, |
|    | | test_serving_guard.test_bodies_are_json_and_not_large, |
|    | | test_serving_guard.test_the_editor_speaks_of_the_folder_that_is_served_alone |
| 15 | killed while it writes; modes and line ends | test_serving_files.test_mode_mark_and_line_ends_stay, |
|    | | test_serving_files.test_killed_before_the_end_the_old_file_is_whole |
| 16 | for everybody | test_views_are_accessible, test_keys_alone_do_it, test_large_type_and_forced_colours |
| 17 | without a network | test_without_a_network |
| 23 | each thing an editor asks | test_lsp.test_what_can_be_written, test_lsp.test_references, |
|    | | test_lsp.test_windows_stand_behind_what_does_not_state_them, |
|    | | test_lsp.test_above_a_hypothesis_its_verdict_leads_to_the_page |
| 24 | places, however characters are counted | test_lsp.test_places_there_and_back, |
|    | | test_lsp.test_places_beyond_the_first_plane_are_counted_as_the_editor_counts |
| 25 | edits at random | test_lsp_robust.test_edits_at_random |
| 26 | Neovim | test_editors.test_neovim_marks_mends_and_tells |
| 27 | the page's own editor | test_a_mistake_is_made_and_mended_in_the_editor, |
|    | | test_the_editor_knows_what_can_be_written_and_what_follows |
| 28 | the extension as a package | test_editors.test_the_package_that_is_built_is_small_and_loads |
| 29 | nobody asks, nothing works | test_lsp_robust.test_a_server_that_nobody_asks_does_nothing |
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

pytest.importorskip("uvicorn", reason="the extra `serve` is not installed")

from chrono.frontends.cli.browser import installed
from tests.asking import founding_case, run
from tests.browsing import browser
from tests.serving import PATIENCE, Served, put
from tests.test_report_pages import HOSTILE

__all__ = ["browser"]
WAIT = PATIENCE * 1000
"""Milliseconds after which what should be seen by then never will."""
LETTER = "rivals/letter-of-december-1939.yaml"
WAR = "1 Sep 1939"


class Looked:
    """A page that is open, and everything it said and asked for."""

    def __init__(self, served: Served, browser: Any, **how: Any) -> None:
        self.served = served
        self.context = browser.new_context(**{"viewport": {"width": 1400, "height": 860}, **how})
        self.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page = self.open(served.link)

    def open(self, address: str) -> Any:
        page = self.context.new_page()
        page.set_default_timeout(WAIT)
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("dialog", lambda dialog: self.said.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(address)
        page.locator(".row").first.wait_for()
        self.settled(page)
        return page

    def settled(self, page: Any = None) -> None:
        """Waits until all is there that was asked for."""
        (page or self.page).locator('body[data-busy="0"]').wait_for()

    def comes(self, so: str) -> None:
        """Waits until an expression is true in the page, whose policy lets nothing in it evaluate one by itself."""
        until = monotonic() + PATIENCE
        while not self.page.evaluate(so):
            assert monotonic() < until, so
            self.page.wait_for_timeout(20)

    def row(self, id: str) -> str:
        """What is said beside a row, line by line: `innerText` knows nothing of a row that is not on the screen yet."""
        words = self.page.locator(f'.row[data-id="{id}"] .words')
        return str(words.evaluate("words => [...words.children].map(line => line.textContent).join('\\n')"))

    def press(self, key: str) -> None:
        """Clicks what has this key, and waits for what comes of it."""
        self.page.locator(f'[data-key="{key}"]').first.click()
        self.settled()

    def moves(self) -> str:
        return str(self.page.locator("#moves").inner_text())


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return founding_case(tmp_path)


@pytest.fixture
def looked(case: Path, browser: Any) -> Iterator[Looked]:
    served = Served(case)
    found = Looked(served, browser)
    yield found
    found.context.close()
    served.process.kill()
    served.process.wait()


def test_it_shows_the_windows_and_asks_nobody_else(looked: Looked) -> None:
    assert looked.page.locator('.row[data-id="manuscript"] .name').text_content() == "Stalin"
    assert "\nfinished 1 Jan 1938 – 23 Aug 1939" in looked.row("manuscript")
    assert looked.said == []
    own = f"http://127.0.0.1:{looked.served.port}/"
    assert all(address.startswith((own, "data:")) for address in looked.asked)
    assert looked.page.url == own, "the token is not in the address"
    assert "token" not in looked.page.evaluate("document.referrer + document.cookie + JSON.stringify(history.state)")


def test_an_edge_tells_its_argument(looked: Looked, case: Path) -> None:
    looked.press("manuscript.end.latest")
    told = looked.page.locator("#argument").inner_text()
    assert "Stalin: why finished not later than 23 Aug 1939" in told
    lines = (case / "events.yaml").read_text().split("\n")
    for id in ("nothing-after-1938", "pact.date", "rule:silence"):
        assert id in told
    places = re.findall(r"events\.yaml:(\d+)", told)
    assert any("nothing-after-1938" in lines[int(place) - 2] for place in places)
    assert "rules/silence.yaml:" in told
    found = run(case, "explain", "manuscript", "--end", "--latest").stdout
    assert all(f"events.yaml:{place}" in found for place in places)


def test_leaving_out_moves_the_window_and_goes_back(looked: Looked, case: Path) -> None:
    before = looked.row("manuscript")
    looked.press("manuscript.end.latest")
    looked.press("leave nothing-after-1938")
    assert "May 1940" in looked.row("manuscript")
    assert f"before: {before.replace(chr(10), ', ')}" in looked.row("manuscript")
    assert looked.page.locator('.row[data-id="manuscript"] .ghost').count() > 0
    assert "Stalin" in looked.moves()
    assert "editors-latest-may-1940" in looked.page.locator("#argument").inner_text()
    same_as_in_a_shell(looked, case)
    looked.page.locator("#as-it-stands").click()
    looked.settled()
    assert looked.row("manuscript") == before
    assert looked.page.locator(".ghost").count() == 0
    assert looked.said == []


def same_as_in_a_shell(looked: Looked, case: Path) -> None:
    """What the copied command prints is what the page was told."""
    looked.press("copy")
    looked.comes("navigator.clipboard.readText().then((text) => text === document.querySelector('#command').innerText)")
    copied = looked.page.evaluate("navigator.clipboard.readText()")
    assert copied == looked.page.locator("#command").inner_text()
    command = shlex.split(copied)
    assert command[0] == "chrono"
    asked = looked.page.evaluate("performance.getEntriesByName('drawn').at(-1).detail")
    found = run(case, *command[1:], "--format", "json").stdout
    assert json.loads(found)["inputs"] == asked["inputs"]
    without = re.findall(r"--without (\S+)", copied)
    body = {"ids": [word for word in command if word.startswith("kind:")], "windows": True, "all": True}
    told = looked.page.evaluate(
        "(body) => fetch('/api/timeline', {method: 'POST', headers: {'Content-Type': 'application/json'}, "
        "body: JSON.stringify(body)}).then((reply) => reply.text())",
        {**body, "without": without},
    )
    assert told == found


def test_a_setting_turns_a_verdict(looked: Looked, case: Path) -> None:
    looked.press("view hypotheses")
    row = looked.page.locator("tr", has_text="before-the-war").first

    def verdict(delay: str) -> str:
        looked.page.locator('[data-key="set silence.delay"]').fill(delay)
        looked.page.keyboard.press("Enter")
        looked.settled()
        return str(row.locator("td").first.inner_text())

    checked = {
        days: json.loads(run(case, "check", "--set", f"silence.delay={days} days", "--format", "json").stdout)
        for days in (8, 9)
    }
    for days, document in checked.items():
        found = next(one["verdict"] for one in document["results"] if one["id"] == "before-the-war")
        assert verdict(f"{days} days") == found
    assert {one["verdict"] for d in checked.values() for one in d["results"] if one["id"] == "before-the-war"} == {
        "entailed",
        "undetermined",
    }
    looked.press("unset silence.delay")
    assert looked.page.locator("#question .standing").count() == 1


def test_a_slider_shows_where_a_verdict_turns(looked: Looked, case: Path) -> None:
    page, before = looked.page, looked.row("manuscript")
    document = json.loads(run(case, "check", "--format", "json").stdout)
    (threshold,) = next(one["thresholds"] for one in document["results"] if one["id"] == "before-the-war")
    assert [(region["from"], region["verdict"]) for region in threshold["regions"]] == [
        (0, "entailed"),
        (9, "undetermined"),
    ]

    def standing() -> list[str]:
        """The stretch in which each verdict is now."""
        return list(
            page.locator('[data-key^="turn silence.delay before-the-war"][aria-pressed="true"]').all_inner_texts()
        )

    slider = page.locator('[data-key="slide silence.delay"]')
    page.locator('[data-key="turn silence.delay before-the-war 9"]').wait_for()
    assert standing() == ["entailed to 8 days"]
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    height = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 8, height)
    page.mouse.down()
    for step in range(1, 60):
        page.mouse.move(box["x"] + 8 + step * 2, height)
        page.wait_for_timeout(10)
    # While it is dragged the windows move, and the address stays.
    moved = page.locator('.row[data-id="manuscript"].moved .words', has_text="Sep 1939")
    moved.wait_for()
    assert standing() == ["undetermined from 9 days"]
    assert "set=" not in page.url
    page.mouse.up()
    looked.settled()
    assert "set=silence.delay" in page.url
    # Key by key to where it turns, both ways.
    slider.focus()
    for _ in range(40):
        if page.locator('[data-key="set silence.delay"]').input_value() == "9 days":
            break
        page.keyboard.press("ArrowLeft")
        looked.settled()
    assert page.evaluate("document.activeElement.dataset.key") == "slide silence.delay"
    drawn = json.loads(run(case, "timeline", "--windows", "--set", "silence.delay=9 days", "--format", "json").stdout)
    said = next(row["said"] for row in drawn["rows"] if row["id"] == "manuscript")
    assert looked.row("manuscript").startswith("\n".join(said))
    assert "before-the-war undetermined" in slider.get_attribute("aria-valuetext")
    page.keyboard.press("ArrowLeft")
    looked.settled()
    assert standing() == ["entailed to 8 days"]
    looked.press("turn silence.delay before-the-war 9")
    assert page.locator('[data-key="set silence.delay"]').input_value() == "9 days"
    looked.press("unset silence.delay")
    assert looked.row("manuscript") == before
    assert looked.said == []


def test_a_level_of_certainty(looked: Looked, case: Path) -> None:
    looked.page.locator('[data-key="level"]').select_option("certain")
    looked.settled()
    drawn = json.loads(run(case, "timeline", "--windows", "--at-least", "certain", "--format", "json").stdout)
    said = next(row["said"] for row in drawn["rows"] if row["id"] == "manuscript")
    assert looked.row("manuscript").startswith("\n".join(said))


def test_a_contradiction_is_drawn_under_a_repair_and_offers_others(looked: Looked, case: Path) -> None:
    looked.press(f"with {LETTER}")
    wrong = looked.page.locator("#wrong")
    document = json.loads(run(case, "conflicts", "--with", LETTER, "--format", "json").stdout)
    told = wrong.inner_text()
    assert "these cannot all be true" in told
    assert all(id in told for id in document["conflicts"][0])
    words = ("timeline", "kind:document", "--windows", "--all", "--with", LETTER, "--format", "json")
    drawn = json.loads(run(case, *words).stdout)
    (row,) = (row for row in drawn["rows"] if row["id"] == "manuscript")
    assert looked.row("manuscript").split("\n")[: len(row["said"])] == row["said"]
    assert "hangs on what is given up" in looked.row("manuscript")
    assert ", ".join(drawn["repaired"]) in looked.page.locator("#repaired").inner_text()
    assert "stale" not in looked.page.locator("#chart").get_attribute("class")
    assert drawn["repaired"] == ["letter-of-december-1939"]
    assert looked.moves() == "Nothing moves.", "what was laid over is given up"
    repairs = wrong.locator(".repair")
    assert repairs.count() >= 1
    repairs.first.locator("summary").click()
    shown = repairs.first.inner_text()
    repairs.first.locator("button").click()
    looked.settled()
    assert wrong.is_hidden()
    for line in looked.row("manuscript").split("\n"):
        assert line.startswith("before:") or line in shown


def test_several_contradictions_are_drawn_and_each_repair_told(case: Path, browser: Any) -> None:
    """Also as the files stand, where there is no earlier picture to keep."""
    (case / "events.yaml").write_text(
        "documents: {a: {date: 1100..1200}, b: {date: 1100..1200}, c: {date: 1150}}\n"
        "evidence:\n"
        "  a1: {holds: end(a) <= 1120}\n  a2: {holds: start(a) >= 1140}\n"
        "  b1: {holds: end(b) <= 1120}\n  b2: {holds: start(b) >= 1130}\n",
        encoding="utf-8",
    )
    served = Served(case)
    looked = Looked(served, browser)
    assert looked.row("a").split("\n")[0] == "begun 1140 – 1200"
    assert "hangs" not in looked.row("c")
    told = looked.page.locator("#wrong").inner_text()
    assert all(id in told for id in ("a1", "a2", "b1", "b2"))
    looked.page.locator(".repair", has_text="give up a2, b2").locator("summary").click()
    looked.press("repair a2 b2")
    assert looked.page.locator("#wrong").is_hidden()
    assert looked.row("a").split("\n")[0] == "begun 1100 – 1120"
    assert "before: begun 1140 – 1200" in looked.row("a")
    looked.context.close()
    served.process.kill()
    served.process.wait()


def test_rivals_are_those_of_the_command(looked: Looked, case: Path) -> None:
    looked.press("view rivals")
    looked.page.locator("pre").wait_for()
    files = sorted(path.relative_to(case).as_posix() for path in (case / "rivals").glob("*.yaml"))
    words = ("infer", "--compare", *files)
    assert looked.page.locator("pre").text_content() == run(case, *words).stdout
    assert looked.page.locator("#command").inner_text() == f"chrono {' '.join(words)}"


@pytest.mark.parametrize("way", ["write", "rename", "include", "gone"])
def test_a_save_is_drawn(looked: Looked, case: Path, way: str) -> None:
    path, beside = case / "events.yaml", case / "new.yaml"
    (case / "evidence").mkdir()
    state = looked.page.evaluate("document.body.dataset.drawn")
    os.utime(path)
    looked.page.wait_for_timeout(400)
    assert looked.page.evaluate("document.body.dataset.drawn") == state, "what is touched is not drawn again"
    looked.page.evaluate("scrollTo(0, 120)")
    looked.press("pact.end.latest")
    entry = "  coronation: {name: the coronation, date: 1937-05-12}\n"
    with_it = path.read_text().replace("\nevents:\n", f"\nevents:\n{entry}")
    if way == "write":
        path.write_text(with_it)
    elif way == "rename":
        beside.write_text(with_it)
        os.replace(beside, path)
    else:
        beside.write_text(f"events:\n{entry}")
        shutil.move(beside, case / "evidence" / "new.yaml")
    looked.page.locator('.row[data-id="coronation"]').wait_for()
    if way == "gone":
        (case / "evidence" / "new.yaml").unlink()
        looked.page.locator('.row[data-id="coronation"]').wait_for(state="detached")
    looked.settled()
    assert looked.page.locator(".edge.chosen").get_attribute("data-key") == "pact.end.latest"
    assert looked.page.evaluate("document.activeElement.dataset.key") == "pact.end.latest"


def test_files_that_are_read_end_no_question_that_is_worked_at(looked: Looked, case: Path) -> None:
    page, held = looked.page, []
    page.route("**/api/timeline", lambda route: held.append(route))
    page.reload()
    looked.comes("document.querySelector('#status').textContent === 'working…'")
    assert page.locator("#title").text_content() == 'The date of Trotsky\'s "Stalin"'
    seen = "new Promise(seen => new EventSource('/events').addEventListener('read', () => seen(true)))"
    page.evaluate(f"window.again = {seen}; undefined")
    os.utime(case / "events.yaml")
    page.evaluate("window.again")
    assert page.locator("#status").text_content() == "working…"
    for route in held:
        route.continue_()
    looked.settled()
    assert page.locator("#status").text_content().startswith("consistent · ")


def test_what_is_seen_stays_when_a_save_is_drawn(looked: Looked, case: Path) -> None:
    page, path = looked.page, case / "events.yaml"
    looked.press("zoom +")
    looked.press("zoom +")
    looked.press("manuscript")
    page.evaluate("scrollTo(0, 150)")

    def seen() -> tuple[Any, ...]:
        return (
            page.evaluate("scrollY"),
            page.evaluate("document.querySelector('#chart').style.cssText"),
            page.locator(".row.chosen").get_attribute("data-id"),
            page.evaluate("document.activeElement.dataset.key"),
            page.locator("#ticks").inner_text(),
            page.locator("#argument h2").all_inner_texts(),
        )

    before, state = seen(), int(page.evaluate("document.body.dataset.drawn"))
    assert before[0] == 150
    put(path, path.read_text() + "# a comment\n")
    page.locator(f'body[data-drawn="{state + 1}"]').wait_for()
    looked.settled()
    assert seen() == before


def test_two_tabs_and_a_command_see_the_same(looked: Looked, case: Path) -> None:
    other = looked.open(f"http://127.0.0.1:{looked.served.port}/#set=silence.delay%3D3+days")
    path, day = case / "events.yaml", "1939-08-23"
    for number in range(12):
        new = f"1939-08-{1 + number:02}"
        path.write_text(path.read_text().replace(day, new))
        day = new
        looked.page.wait_for_timeout(60)
    for page, words in ((looked.page, ()), (other, ("--set", "silence.delay=3 days"))):
        drawn = json.loads(run(case, "timeline", "--windows", *words, "--format", "json").stdout)
        said = next(row["said"] for row in drawn["rows"] if row["id"] == "manuscript")
        page.locator('.row[data-id="manuscript"] .words', has_text=said[-1]).wait_for()
        assert page.evaluate("performance.getEntriesByName('drawn').at(-1).detail.inputs") == drawn["inputs"]
    # The browser notes by itself that a question was refused, which a newer save had ended.
    assert [said for said in looked.said if "409" not in said] == []


def test_a_mistake_keeps_the_picture(looked: Looked, case: Path) -> None:
    path, before = case / "events.yaml", looked.row("manuscript")
    whole = path.read_bytes()
    mistyped = whole.replace(b"date: 1939-08-23", b"date: 1939-08-32")
    for broken in (mistyped, whole[: len(whole) // 2] + b"[", whole + b"\xff", b""):
        put(path, broken)
        looked.page.locator("#wrong").filter(has_text="in the files").wait_for()
        looked.settled()
        assert "stale" in looked.page.locator("#chart").get_attribute("class")
        assert looked.row("manuscript") == before
        assert "the last good picture stays" in looked.page.locator("#status").inner_text()
        if broken == mistyped:
            line = whole.split(b"\n").index(next(n for n in whole.split(b"\n") if b"date: 1939-08-23" in n)) + 1
            assert f"events.yaml:{line}" in looked.page.locator("#wrong").inner_text()
        put(path, whole)
        looked.page.locator("#wrong").wait_for(state="hidden")
        looked.settled()
        assert looked.row("manuscript") == before


def test_a_view_is_in_its_address(looked: Looked) -> None:
    looked.press("manuscript.end.latest")
    looked.press("leave nothing-after-1938")
    looked.page.locator('[data-key="from"]').fill("1937")
    looked.page.keyboard.press("Enter")
    looked.settled()
    again = looked.open(looked.page.url)
    for part in ("#moves", "#argument", "#command", "#rows", "#ticks"):
        assert again.locator(part).text_content() == looked.page.locator(part).text_content()
    again.close()
    looked.page.go_back()
    looked.comes("document.querySelector('[data-key=\"from\"]')?.value === ''")


def test_keys_alone_do_it(looked: Looked) -> None:
    page = looked.page

    def to(key: str) -> None:
        """Goes with Tab to what has a key."""
        for _ in range(400):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.dataset.key ?? ''") == key:
                return
        raise AssertionError(f"Tab does not come to {key}")

    page.evaluate("document.body.focus()")
    stop = page.locator('#rows button[tabindex="0"]')
    assert stop.count() == 1, "the rows are one stop"
    to(stop.get_attribute("data-key"))
    for _ in range(60):
        if page.evaluate("document.activeElement.dataset.key") == "manuscript":
            break
        page.keyboard.press("ArrowDown")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.key") == "manuscript.end.latest"
    assert (
        page.evaluate("document.activeElement.getAttribute('aria-label')")
        == "Stalin: why finished not later than 23 Aug 1939"
    )
    page.keyboard.press("Enter")
    looked.settled()
    to("leave nothing-after-1938")
    page.keyboard.press("Enter")
    looked.settled()
    assert "May 1940" in looked.row("manuscript")
    page.keyboard.press("u")
    looked.settled()
    assert "before:" not in looked.row("manuscript")
    page.keyboard.press("?")
    page.locator("dialog[open]").wait_for()
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="hidden")


def years(looked: Looked) -> dict[int, float]:
    """Where the years that have a label lie on the screen."""
    found = looked.page.locator("#ticks .tick:not(.minor)")
    places = [(found.nth(n).inner_text(), found.nth(n).bounding_box()["x"]) for n in range(found.count())]
    return {int(label): x for label, x in places if re.fullmatch(r"\d{4}", label)}


def test_zoom_keeps_marks_where_they_belong(looked: Looked) -> None:
    page, edge = looked.page, looked.page.locator('[data-key="pact.end.latest"]')

    def dated() -> float:
        at = years(looked)
        (first, x), (last, y) = min(at.items()), max(at.items())
        box = edge.bounding_box()
        return float(first + (box["x"] + box["width"] - x) / (y - x) * (last - first))

    assert dated() == pytest.approx(1939.64, abs=0.5)
    width = max(years(looked).values()) - min(years(looked).values())
    box = page.locator("#ticks").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.95, box["y"] + 60)
    page.keyboard.down("Control")
    for _ in range(6):
        drawn = page.evaluate("document.querySelector('#chart').style.cssText")
        page.mouse.wheel(0, -120)
        looked.comes(f"document.querySelector('#chart').style.cssText !== {json.dumps(drawn)}")
    page.keyboard.up("Control")
    looked.settled()
    assert max(years(looked)) - min(years(looked)) < 40
    assert dated() == pytest.approx(1939.64, abs=0.1)
    looked.press("zoom 0")
    assert max(years(looked).values()) - min(years(looked).values()) == pytest.approx(width, rel=0.5)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_views_are_accessible(case: Path, browser: Any, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the extra `browser` is not installed")
    served = Served(case, "--edit")
    # Its policy lets nothing else run; only to be looked at by axe it is opened without.
    looked = Looked(served, browser, bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 860})

    def look(what: str) -> None:
        found = axe.Axe().run(looked.page)
        assert found.violations_count == 0, f"{what}: {found.generate_report()}"
        assert looked.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{what} scrolls sideways"

    look("timeline")
    looked.press("manuscript.end.latest") if width > 1000 else looked.press("manuscript")
    look("argument")
    for view in ("hypotheses", "rivals", "conflicts", "sources", "files"):
        looked.press(f"view {view}")
        looked.page.wait_for_timeout(500)
        look(view)
    looked.press("view timeline")
    looked.press(f"with {LETTER}")
    look("contradiction")
    looked.context.close()
    served.process.kill()
    served.process.wait()


def test_large_type_and_forced_colours(case: Path, browser: Any) -> None:
    """As the page is at 200 %, and where the system chooses the colours."""
    served = Served(case, "--edit")
    how = {"viewport": {"width": 700, "height": 430}, "device_scale_factor": 2, "forced_colors": "active"}
    looked = Looked(served, browser, **how)
    for view in ("timeline", "hypotheses", "rivals", "conflicts", "sources", "files"):
        looked.press(f"view {view}")
        looked.page.wait_for_timeout(300)
        assert looked.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{view} scrolls sideways"
    looked.press("view timeline")
    marks = looked.page.locator('.row[data-id="manuscript"] .mark, .row[data-id="manuscript"] .edge')
    colours = {
        marks.nth(n).evaluate(
            "(mark) => getComputedStyle(mark).backgroundColor + getComputedStyle(mark).backgroundImage"
        )
        for n in range(marks.count())
    }
    assert len(colours) >= 3, "begun, ended and their bounds are told apart"
    looked.press("manuscript")
    assert looked.page.locator("#argument h2").first.is_visible()
    looked.context.close()
    served.process.kill()
    served.process.wait()


ALONE = """
import sys
from pathlib import Path
from playwright.sync_api import sync_playwright
from tests.serving import Served

served = Served(Path(sys.argv[1]), "--edit")
with sync_playwright() as running:
    opened = running.chromium.launch(executable_path=sys.argv[2], args=["--no-sandbox", "--disable-gpu"])
    page = opened.new_page()
    page.set_default_timeout(300_000)
    page.on("console", lambda message: print("said", message.text))
    page.goto(served.link)
    page.locator('[data-key="manuscript.end.latest"]').click()
    page.locator("#argument h2").wait_for()
    print(page.locator("#argument h2").first.inner_text())
    page.locator('[data-key="view files"]').click()
    page.locator(".cm-content").wait_for()
    page.goto(Path(sys.argv[3]).as_uri())
    print(page.locator("svg").count() > 0)
    opened.close()
served.process.kill()
"""


def test_without_a_network(case: Path, browser: Any, tmp_path: Path) -> None:
    """In a namespace of its own, with no way out but back."""
    alone = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no network namespace can be made here (unshare and ip, as root)")
    report = tmp_path / "report.html"
    run(case, "report", "-o", str(report))
    words = [sys.executable, "-c", ALONE, str(case), str(installed()), str(report)]
    found = subprocess.run([*alone, *words], capture_output=True, text=True, timeout=2 * PATIENCE, check=False)
    told = ["Stalin: why finished not later than 23 Aug 1939", "True"]
    assert found.stdout.splitlines() == told, found.stderr


def test_each_check_has_its_tests() -> None:
    """The table above names what there is."""
    named = re.findall(r"\b(?:(test_\w+)\.)?(test_\w+)\b", __doc__ or "")
    assert len(named) > 30
    for module, name in named:
        path = Path(__file__).with_name(f"{module or Path(__file__).stem}.py")
        assert f"\ndef {name}(" in path.read_text(encoding="utf-8"), f"{module} {name}"


@pytest.fixture
def writing(case: Path, browser: Any) -> Iterator[Looked]:
    """A page with its editor open."""
    served = Served(case, "--edit")
    found = Looked(served, browser)
    assert not [address for address in found.asked if "codemirror" in address], "loaded where something is edited"
    found.press("view files")
    found.page.locator(".cm-content").wait_for()
    yield found
    found.context.close()
    served.process.kill()
    served.process.wait()


TEXT = "document.querySelector('.cm-content').cmTile.view.state.doc.toString()"


def written(looked: Looked) -> str:
    """The whole text in the editor, of which no more is in the page than is seen."""
    text = looked.page.evaluate(TEXT)
    assert isinstance(text, str)
    return text


def at(looked: Looked, words: str, *, end: bool = False) -> None:
    """Puts the cursor before the first of these words, or after them."""
    looked.page.evaluate(
        "([words, end]) => { const view = document.querySelector('.cm-content').cmTile.view; "
        "const at = view.state.doc.toString().indexOf(words) + (end ? words.length : 0); "
        "view.dispatch({ selection: { anchor: at }, scrollIntoView: true }); view.focus(); }",
        [words, end],
    )


def test_a_mistake_is_made_and_mended_in_the_editor(writing: Looked, case: Path) -> None:
    page, path = writing.page, case / "events.yaml"
    whole, saving = path.read_text(), page.locator("#saving")
    assert written(writing) == whole
    at(writing, "manuscript is silent")
    page.keyboard.press("Delete")
    # It is marked while it is written, and mended without having been saved.
    saving.filter(has_text="one mistake, marked").wait_for()
    assert "not saved yet" in saving.inner_text()
    page.keyboard.press("F8")
    page.locator(".cm-diagnosticAction", has_text="change to 'manuscript'").first.click()
    saving.filter(has_not_text="mistake").wait_for()
    assert written(writing) == whole
    assert path.read_text() == whole
    # Saved, it is told above, with the picture that there was.
    at(writing, "manuscript is silent")
    page.keyboard.press("Delete")
    page.keyboard.press("Control+s")
    page.locator("#wrong").filter(has_text="in the files").wait_for()
    assert "says: anuscript is silent" in path.read_text()
    page.locator("#wrong button", has_text="change to 'manuscript'").first.click()
    saving.filter(has_text="not saved yet").wait_for()
    assert written(writing) == whole
    assert "says: anuscript" in path.read_text(), "a mend is shown before it is written"
    page.locator('[data-key="save"]').click()
    page.locator("#wrong").wait_for(state="hidden")
    assert path.read_text() == whole
    assert writing.said == [], "no word of the policy, nor of anything else"


def test_what_somebody_else_saves_is_told(writing: Looked, case: Path) -> None:
    page, path = writing.page, case / "events.yaml"
    whole, saving = path.read_text(), page.locator("#saving")
    put(path, whole + "# theirs\n")
    # Where nothing was typed the newer text is shown.
    writing.comes(f"{TEXT} !== {json.dumps(whole)}")
    assert written(writing) == whole + "# theirs\n"
    at(writing, "# theirs\n", end=True)
    page.keyboard.type("# mine")
    put(path, whole + "# theirs too\n")
    saving.filter(has_text="Somebody else has changed the file").wait_for()
    assert written(writing) == whole + "# theirs\n# mine"
    page.keyboard.press("Control+s")
    assert path.read_text() == whole + "# theirs too\n", "never written over unasked"
    page.locator('[data-key="mine"]').click()
    page.locator('[data-key="save"]').click()
    saving.locator("[role=status]", has_text=re.compile("^saved$")).wait_for()
    assert path.read_text() == whole + "# theirs\n# mine"
    writing.press("view timeline")
    assert "23 Aug 1939" in writing.row("manuscript")


def test_files_that_come_late_do_not_cover_the_view_chosen_meanwhile(writing: Looked) -> None:
    page = writing.page
    page.evaluate("window.own = fetch; window.late = []")
    page.evaluate("""() => {
        window.fetch = (address, ...more) => String(address).startsWith("/api/file?")
            ? new Promise(go => late.push(() => go(own(address, ...more)))) : own(address, ...more);
    }""")
    page.locator('[data-key="view timeline"]').click()
    page.locator('[data-key="view files"]').click()
    writing.comes("late.length === 1")
    page.locator('[data-key="view timeline"]').click()
    page.locator('.row[data-id="manuscript"]').wait_for()
    page.evaluate("() => { window.fetch = own; late[0](); }")
    writing.settled()
    assert "23 Aug 1939" in writing.row("manuscript")
    assert page.locator("#editor").count() == 0


def test_the_editor_knows_what_can_be_written_and_what_follows(writing: Looked, case: Path) -> None:
    page = writing.page
    at(writing, "documents:\n  manuscript:", end=True)
    page.locator(".hinted", has_text="finished 1 Jan 1938 – 23 Aug 1939").first.wait_for()
    # Of what is pointed at, its windows with reasons.
    told = page.locator(".hover")
    while True:
        page.locator(".cm-line .id-class", has_text="manuscript").first.hover()
        told.wait_for()
        found = told.inner_text()
        page.mouse.move(5, 5)
        told.wait_for(state="hidden")
        if "point at it again" not in found:
            break
    assert "not later than 23 Aug 1939" in found
    # A sentence of the vocabulary, with places to fill in.
    at(writing, "  latest-events-1938:\n    says: ", end=True)
    page.keyboard.press("Shift+End")
    # Typed over, Chromium would keep the colour of what it replaces, by a style that the policy blocks, and say so.
    page.keyboard.press("Delete")
    page.keyboard.type("silent")
    offered = page.locator(".cm-tooltip-autocomplete li", has_text="is silent about")
    offered.first.click()
    offered.first.wait_for(state="hidden")
    page.keyboard.type("manuscript")
    page.keyboard.press("Tab")
    page.keyboard.type("pact")
    line = next(n for n, line in enumerate(written(writing).split("\n")) if line == "  latest-events-1938:")
    assert written(writing).split("\n")[line + 1] == "    says: manuscript is silent about pact"
    # Where a thing is declared.
    page.keyboard.press("Escape")
    at(writing, "says: manuscript is silent about pact", end=True)
    page.keyboard.press("F12")
    page.locator(".cm-activeLine", has_text="pact:").wait_for()
    assert writing.said == []


def test_keys_of_the_page_are_letters_in_the_editor(writing: Looked) -> None:
    at(writing, "# The founding case")
    writing.page.keyboard.type("# u + - 0 [ ? f\n")
    assert written(writing).startswith("# u + - 0 [")
    assert writing.page.locator("dialog[open]").count() == 0


def test_nothing_in_evidence_runs(tmp_path: Path, browser: Any) -> None:
    (tmp_path / "events.yaml").write_text(HOSTILE, encoding="utf-8")
    looked = Looked(Served(tmp_path), browser)
    assert "<script>alert(1)</script>" in looked.page.locator("h1").inner_text()
    looked.press("letter")
    for view in ("hypotheses", "sources", "timeline"):
        looked.press(f"view {view}")
    assert looked.said == []
    assert looked.page.locator("img[src=x], main script, aside script").count() == 0
    looked.context.close()
    looked.served.process.kill()
    looked.served.process.wait()
