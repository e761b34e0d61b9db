"""With a cache and without it: the same bytes and the same exit code, whatever is done to the files in between."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.caching import FILES, Cache, run, written

Edit = tuple[str, str | None, str]
"""The name of a file, what is to stand in it (None where it is to go), and how it is put there."""
CHANGES = {
    "events.yaml": (("1938}", "1937}"), ("09-01", "08-01"), ("letter}", "leter}"), ("weak", "strong")),
    "rules/silence.yaml": (("delay: 0 days", "delay: 9 days"), ("<=", ">=")),
    "rows.csv": (("war", "pact"), ("war", "wax"), ("war\n", "war\npact\n")),
    "rivals/later.yaml": (("1938-03", "1939-03"), ("1938-03", "1941")),
}
TEXTS: dict[str, tuple[str, ...]] = {
    **{name: (FILES[name], *(FILES[name].replace(*pair) for pair in pairs)) for name, pairs in CHANGES.items()},
    "evidence/more.yaml": tuple(f"evidence: {{more: {{holds: end(letter) {x}}}}}\n" for x in ("<= 1939-02", ">= 1945")),
    "evidence/more.yml": ("evidence: {}\n",),
    "hypotheses/one.yaml": tuple(f"hypotheses: {{one: {{claim: {x}}}}}\n" for x in ("end(letter) < 1939", "wax")),
}
"""What may stand in each file."""
edits = st.sampled_from(sorted(TEXTS)).flatmap(
    lambda name: st.tuples(
        st.just(name), st.sampled_from((*TEXTS[name], None)), st.sampled_from(("write", "link", "keep the time"))
    )
)
questions = st.sampled_from(
    (
        ("infer", "letter"),
        ("infer", "--format", "json"),
        ("infer", "letter", "--with", "rivals/later.yaml"),
        ("check",),
        ("check", "--quiet"),
        ("validate",),
        ("explain", "letter", "--windows"),
        ("whatif", "--with", "rivals/later.yaml"),
    )
)


@contextmanager
def in_a_folder() -> Iterator[Cache]:
    """A chronology in a new folder, which is the current one meanwhile, and an empty cache beside it."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name, "letter")
        place.mkdir()
        os.chdir(written(place))
        try:
            yield Cache(Path(name))
        finally:
            os.chdir(before)


def edit(name: str, text: str | None, how: str) -> None:
    """A file written, with the size and time that it had where that can be; put elsewhere and linked; or taken away."""
    path = Path(name)
    stamp = path.stat() if path.exists() else None
    path.unlink(missing_ok=True)
    if text is None:
        return
    path.parent.mkdir(exist_ok=True)
    if how == "link":
        elsewhere = Path("elsewhere", name.replace("/", "-"))
        written(Path(), {str(elsewhere): text})
        path.symlink_to(elsewhere.absolute())
    else:
        path.write_text(text, encoding="utf-8")
    if stamp and how == "keep the time":
        os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(edits, questions), min_size=1, max_size=6))
def test_answers_are_the_same_with_and_without_a_cache(steps: list[tuple[Edit, tuple[str, ...]]]) -> None:
    with in_a_folder() as cache:
        for change, words in steps:
            expected = run(words)
            assert cache.ask(*words) == expected
            assert cache.ask(*words) == expected
            assert cache.kept == (expected.code < 2)
            edit(*change)
            assert cache.ask(*words) == run(words)
        shutil.rmtree("elsewhere", ignore_errors=True)
        for _, words in steps:
            assert cache.ask(*words) == run(words)
