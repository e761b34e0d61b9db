"""Files made to be too much: each ends within 20 s of work and 1 GB of memory, with a right exit code and a short word.

Each is a folder that a few lines write, and a command that is run in a process of its own under both limits. The table
of how each ended is told by

    python -m tests.campaigns.hostile
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.campaigns import Tally

SECONDS, MEMORY = 20, 1 << 30
MOST_SAID = 200_000
"""Characters of messages: a hundred of a kind and then the count."""
NEAR = """
vocabulary: {near: {says: "{event} near {other}", slots: {event: event, other: event}}}
rules: {cube: {when: [$a near $b, $c near $d, $e near $f], then: start($a) <= end($f)}}
"""


def _events(number: int, more: str = "") -> str:
    return "events:\n" + "".join(f"  e{n}: {{date: {1000 + n % 900}{more}}}\n" for n in range(number))


def _near() -> str:
    said = "".join(f"  n{n}: {{says: e{n} near e{n + 1}}}\n" for n in range(199))
    return "chronology: {unit: year}\n" + _events(200) + NEAR + "evidence:\n" + said


def _product(number: int) -> str:
    tagged = ", ".join(f"{name}: {{tag: t}}" for name in "abc")
    holds = "start($a) <= end($b) + 1 day or start($a) <= end($c)"
    return _events(number, ", tags: t") + f"evidence: {{x: {{holds: {holds}, for: {{{tagged}}}}}}}\n"


def _years() -> str:
    return ",".join(map(str, range(1000, 9999, 2)))


def _job_shop(number: int) -> str:
    """As many machines as jobs, each of whose steps needs one for two years, in a time too short for most orders."""
    spans, order = "", ""
    for job in range(number):
        for step in range(number):
            spans += f"  j{job}m{step}: {{start: 1000/{1000 + 3 * number}, duration: 2 years}}\n"
            if step:
                order += f"  s{job}-{step}: {{holds: end(j{job}m{step - 1}) <= start(j{job}m{step})}}\n"
            order += "".join(
                f"  x{job}-{other}-{step}: {{holds: end(j{job}m{step}) <= start(j{other}m{step}) or "
                f"end(j{other}m{step}) <= start(j{job}m{step})}}\n"
                for other in range(job)
            )
    return "chronology: {unit: year}\nevents:\n" + spans + "evidence:\n" + order


OLDER = """
events: {a: {}, b: {}}
vocabulary: {older: {says: "{event} is older than {other}", slots: {event: event, other: event}}}
rules: {o: {title: t, when: [$a is older than $b], then: end($a) <= end($b)}}
evidence: {x: {table: t.csv, says: "$event is older than $other"}}
"""
ROWS = {"10^6 rows of a table": 1_000_000, "10^5 rows of a table": 100_000}


def _anchors() -> str:
    above = zip("abcdefgh", "bcdefghi", strict=True)
    return "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"{c}: &{c} [{','.join(['*' + p] * 9)}]\n" for p, c in above)


def _table(name: str) -> str:
    return f'evidence: {{x: {{table: "{name}", says: x}}}}\n'


def _sums(number: int) -> str:
    spans = "events:\n" + "".join(f"  s{n}: {{}}\n" for n in range(number))
    doubling = "".join(
        f"  d{n}: {{holds: duration(s{n}) + duration(s{n}) = duration(s{n + 1})}}\n" for n in range(number - 1)
    )
    return "chronology: {unit: year}\n" + spans + "evidence:\n" + doubling + "  one: {holds: duration(s0) >= 1 year}\n"


def _chain(number: int) -> str:
    order = " or ".join(f"start(e{n}) < end(e{n + 1})" for n in range(number))
    return _events(number + 1) + f"evidence: {{x: {{holds: {order}}}}}\n"


def _packed(number: int) -> str:
    """More spans of two years each than their century holds, one after another in any order: no short proof."""
    spans = "".join(f"  e{n}: {{start: 1000/{1000 + 2 * number - 3}, duration: 2 years}}\n" for n in range(number))
    apart = "".join(
        f"  x{n}-{m}: {{holds: end(e{n}) <= start(e{m}) or end(e{m}) <= start(e{n})}}\n"
        for n in range(number)
        for m in range(n)
    )
    last = "".join(f"  l{n}: {{holds: end(e{n}) <= {1000 + 2 * number - 1}}}\n" for n in range(number))
    return "chronology: {unit: year}\nevents:\n" + spans + "evidence:\n" + apart + last


INPUTS: dict[str, tuple[str, Callable[[], str]]] = {
    "rule whose variables do not meet": ("infer e0 --timeout 5", _near),
    "for: over 100 x 100 x 100": ("infer e0 --timeout 5", lambda: _product(100)),
    "for: over 40 x 40 x 40 in no time": ("infer e0 --timeout 0.001", lambda: _product(40)),
    "a scalar of 10 MB": ("validate", lambda: f"events: {{a: {{name: {'x' * 10_000_000}}}}}\n"),
    "a date of 10 MB": ("validate", lambda: f"events: {{a: {{date: {'1' * 10_000_000}}}}}\n"),
    "a set of 1 MB": ("infer a --timeout 5", lambda: f'events: {{a: {{date: "[{",".join(["1066"] * 200_000)}]"}}}}\n'),
    "a set of many years": ("infer a --timeout 5", lambda: f'events: {{a: {{date: "[{_years()}]"}}}}\n'),
    "a line of or, 1 MB": ("infer e0 --timeout 5", lambda: _chain(30_000)),
    "32 MB of one bracket": ("validate", lambda: "[" * 32_000_000),
    "32 MB of keys": ("validate", lambda: "".join(f"k{n}: 1\n" for n in range(3_000_000))),
    "10^5 bad dates": ("validate", lambda: _events(100_000).replace("date: 1", "date: x1")),
    "10^5 doubled keys": ("validate", lambda: "events:\n" + "  a: {}\n" * 100_000),
    "10^5 unknown keys": ("validate", lambda: _events(100_000, ", dat: 1")),
    "10^5 entries": ("validate", lambda: _events(100_000)),
    "10^6 entries": ("validate", lambda: _events(1_000_000)),
    **dict.fromkeys(ROWS, ("validate", lambda: OLDER)),
    "a job shop": ("infer j0m0 --timeout 5", lambda: _job_shop(6)),
    "30,000 entries in half a second": ("infer e0 --timeout 0.5", lambda: _events(30_000)),
    "anchors that multiply": ("validate", _anchors),
    "a table with a name of 5,000 letters": ("validate", lambda: _table("a" * 5000)),
    "a table with a name of lines": ("validate", lambda: _table("a\\n\\n")),
    "include of the folder itself": ("validate", lambda: 'chronology: {include: ["."]}\nevents: {a: {}}\n'),
    "sums that double": ("infer s0 s59 --timeout 5", lambda: _sums(60)),
    "sums with an open side": (
        "infer --timeout 5 a b",
        lambda: "chronology: {unit: year}\nevents: {a: {end: ../1003}, b: {}}\nevidence:\n"
        "  x: {holds: end(a) >= start(b) or start(a) <= 1000}\n  y: {holds: duration(b) + duration(b) = duration(a)}\n",
    ),
    "packed too tight": ("infer e0 --timeout 5", lambda: _packed(12)),
    "an id with an escape": ("infer \x1b[31mfoo", lambda: "events: {a: {}}\n"),
    "a timeout that is no number": ("infer a --timeout nan", lambda: "events: {a: {}}\n"),
}  # fmt: skip


def _limits() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))


class Ended(NamedTuple):
    """How the command of an input ended: exit code, what it printed, seconds of work and megabytes of memory."""

    code: int
    said: str
    seconds: float
    megabytes: int


def ended(name: str) -> Ended:
    """How an input's command ends, under the limits."""
    asked, made = INPUTS[name]
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as said:
        Path(folder, "events.yaml").write_text(made(), encoding="utf-8")
        if name in ROWS:
            Path(folder, "t.csv").write_text("event,other\n" + "a,b\n" * ROWS[name], encoding="utf-8")
        command, *words = asked.split(" ")
        program = [sys.executable, "-m", "chrono", command, "-C", folder, *words]
        running = subprocess.Popen(program, stdout=said, stderr=said, preexec_fn=_limits)
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode()
    return Ended(running.returncode, text, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)


def one(random: Random, tally: Tally) -> None:
    """All of them, in some order."""
    for name in random.sample(sorted(INPUTS), len(INPUTS)):
        judge(name, tally)


def judge(name: str, tally: Tally) -> Ended:
    """One of them."""
    found = ended(name)
    code, said = found.code, found.said
    tally.counts["inputs"] += 1
    tally.counts[f"ended with {code}"] += 1
    sound = code in (0, 1, 2, 3) and bool(said.strip()) and len(said) < MOST_SAID
    sound = sound and not any(sign in said for sign in ("Traceback", "internal error", "\x1b", "out of memory"))
    tally.expect(sound, f"{name}: ended with {code}, {len(said)} characters: {said[-300:]}")
    return found


def table() -> bool:
    """Prints how each of them ended; whether all ended as they should."""
    tally = Tally()
    print("| input | command | exit | s of work | MB | characters |\n|---|---|---|---|---|---|")
    for name, (asked, _) in INPUTS.items():
        found = judge(name, tally)
        row = (name, f"`{asked!r}`", found.code, f"{found.seconds:.1f}", found.megabytes, len(found.said))
        print(f"| {' | '.join(map(str, row))} |", flush=True)
    for failure in tally.wrong:
        print(failure, file=sys.stderr)
    return not tally.wrong


if __name__ == "__main__":
    sys.exit(not table())
