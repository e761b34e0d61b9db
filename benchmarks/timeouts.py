"""Whether `--timeout` is kept: every command that takes it, on inputs that take far longer than anybody waits.

`python -m benchmarks.timeouts [seconds …] [--only WORDS] [--interrupt]`: a table of the input, the command, the seconds
given, those that it took beyond its start (what its `--help` takes), by how much that is too long, the exit
code and the most memory of a process. Times are wall time: `nice -n -10` makes them those of a machine that does
nothing else (where the kernel groups sessions, write -10 into `/proc/self/autogroup` as well). `--interrupt` sends
SIGINT instead when the seconds are over, and tells how long the command went on.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from random import Random
from threading import Timer

from chrono import dates
from chrono.standard import standard_rules

JOB_SHOPS = {
    "ft06": (
        55,
        """2 1 0 3 1 6 3 7 5 3 4 6; 1 8 2 5 4 10 5 10 0 10 3 4; 2 5 3 4 5 8 0 9 1 1 4 7; 1 5 0 5 2 5 3 3 4 8 5 9;
        2 9 1 3 4 5 5 4 0 3 3 1; 1 3 3 3 5 9 0 10 4 4 2 1""",
    ),
    "la01": (
        680,
        """1 21 0 53 4 95 3 55 2 34; 0 21 3 52 4 16 2 26 1 71; 3 39 4 98 1 42 2 31 0 12; 1 77 0 55 4 79 2 66 3 77;
        0 83 3 34 2 64 1 19 4 37; 1 54 2 43 4 79 0 92 3 62; 3 69 4 77 1 87 2 87 0 93; 2 38 0 60 1 41 3 24 4 83;
        3 17 1 49 4 25 0 44 2 98; 4 77 3 79 2 43 1 75 0 96""",
    ),
    "ft10": (
        950,
        """0 29 1 78 2 9 3 36 4 49 5 11 6 62 7 56 8 44 9 21; 0 43 2 90 4 75 9 11 3 69 1 28 6 46 5 46 7 72 8 30;
        1 91 0 85 3 39 2 74 8 90 5 10 7 12 6 89 9 45 4 33; 1 81 2 95 0 71 4 99 6 9 8 52 7 85 3 98 9 22 5 43;
        2 14 0 6 1 22 5 61 3 26 4 69 8 21 7 49 9 72 6 53; 2 84 1 2 5 52 3 95 8 48 9 72 0 47 6 65 4 6 7 25;
        1 46 0 37 3 61 2 13 6 32 5 21 9 32 8 89 7 30 4 55; 2 31 0 86 1 46 5 74 4 32 6 88 8 19 9 48 7 36 3 79;
        0 76 1 69 3 76 5 51 2 85 9 11 6 40 7 89 4 26 8 74; 1 85 0 13 2 61 6 7 8 64 9 76 5 47 3 52 4 90 7 45""",
    ),
}
"""Of each its room, and of each job the machines and how long it needs them. Fisher & Thompson, in: Industrial
Scheduling, 1963; S. Lawrence, Resource constrained project scheduling, 1984."""
UNORDERED = "order: unknown, gaps: allowed"
Made = tuple[str, list[str]]
"""The text of a chronology, and its spans."""


def job_shop(name: str, less: int = 0) -> Made:
    """All jobs in the room that they need, or in `less` than that."""
    room, table = JOB_SHOPS[name]
    jobs = [[int(word) for word in row.split()] for row in table.split(";")]
    held: dict[int, list[str]] = {}
    lines, orders = ["chronology: {unit: year}\nperiods:\n"], ["sequences:\n"]
    for job, row in enumerate(jobs):
        of = [f"j{job}m{machine}" for machine in row[::2]]
        for id, machine, long in zip(of, row[::2], row[1::2], strict=True):
            lines.append(f"  {id}: {{date: between 1000 and {1000 + room - less}, duration: {long} years}}\n")
            held.setdefault(machine, []).append(id)
        orders.append(f"  - {{of: [{', '.join(of)}], gaps: allowed}}\n")
    orders += [f"  - {{of: [{', '.join(of)}], {UNORDERED}}}\n" for of in held.values()]
    return "".join(lines + orders), [id for of in held.values() for id in of]


def reigns(count: int, less: int = 0) -> Made:
    """Reigns of one throne in unknown order, each of known length, without a year to spare, or with too few."""
    random = Random(f"reigns {count}")
    lengths = [random.randint(2, 25) for _ in range(count)]
    last = 1000 + sum(lengths) - less
    lines, at = ["chronology: {unit: year}\nperiods:\n"], 1000
    names = [f"king-{n}" for n in range(count)]
    for name, length in zip(random.sample(names, count), lengths, strict=True):
        early, late = 1000, last
        if random.random() < 1 / 2 and not less:
            early, late = at - random.randint(0, 25), at + length + random.randint(0, 25)
        years = f"between {max(early, 1000)} and {min(late, last)}"
        lines.append(f"  {name}: {{date: {years}, duration: {length} years}}\n")
        at += length
    return "".join([*lines, f"sequences: [{{of: [{', '.join(names)}], {UNORDERED}}}]\n"]), names


def eponyms(count: int, years: int, less: int = 0) -> Made:
    """Officials of a year each in unknown order, some of whom are known to come before others."""
    random = Random(f"eponyms {count}")
    held = random.sample(range(years), count)
    names = [f"eponym-{n}" for n in range(count)]
    lines = ["chronology: {unit: year}\nperiods:\n"]
    for name, year in zip(names, held, strict=True):
        dated = random.random() < 1 / 5 and not less
        early = 1000 + (max(0, year - random.randint(0, 4)) if dated else 0)
        late = 1000 + (min(years, year + 1 + random.randint(0, 4)) if dated else years - less)
        lines.append(f"  {name}: {{date: between {early} and {late}, duration: 1 year}}\n")
    lines.append(f"sequences: [{{of: [{', '.join(names)}], {UNORDERED}}}]\nevidence:\n")
    for n in range(count // 2):
        one, other = sorted(random.sample(range(count), 2), key=held.__getitem__)
        lines.append(f"  order-{n}: {{holds: end({names[one]}) <= start({names[other]})}}\n")
    return "".join(lines), names


def feasts(count: int, less: int = 0) -> Made:
    """Charters each dated on one of a few days of a few years, most within weeks of the one before; of `less` of them
    it is said that they came much later."""
    random, at = Random(f"feasts {count}"), 2_100_000
    days: list[int] = []
    names = [f"charter-{n}" for n in range(count)]
    lines, evidence = ["documents:\n"], ["evidence:\n"]
    for n, name in enumerate(names):
        at += random.randint(1, 60)
        days.append(at)
        others = sorted({at} | {at + 364 * random.randint(-3, 3) + 7 * random.randint(-2, 2) for _ in range(4)})
        lines.append(f"  {name}: {{date: '[{', '.join(map(dates.iso, others))}]', duration: 0 days}}\n")
        if n and random.random() < 0.9:
            least, most = at - days[n - 1] - random.randint(0, 200), at - days[n - 1] + random.randint(0, 400)
            step = f"end({names[n - 1]}) {'+' if least >= 0 else '-'} {abs(least)} days <= end({name})"
            evidence.append(f"  after-{n}: {{holds: {step} and end({name}) <= end({names[n - 1]}) + {most} days}}\n")
        if less and n % (count // less) == 0:
            evidence.append(f"  late-{n}: {{holds: end({name}) >= {dates.iso(at + 1200)}, certainty: weak}}\n")
    return "".join(["chronology: {unit: day}\n", *lines, *evidence]), names


def acts(count: int, less: int = 0) -> Made:
    """Acts that one king issued at many places, half of them dated within some days; of `less` of them the place is
    that of another act on the same day."""
    random, at = Random(f"acts {count}"), 2_100_000
    lines, evidence = ["people: {king: {name: The king}}\ndocuments:\n"], ["evidence:\n"]
    names = [f"act-{n}" for n in range(count)]
    place = 0
    for n, name in enumerate(names):
        at += random.randint(1, 4)
        place = place if random.random() < 0.3 else random.randrange(40)
        early, late = at - random.randint(0, 3), at + random.randint(0, 3)
        lines.append(f"  {name}: {{date: between {dates.iso(early)} and {dates.iso(late)}, duration: 0 days}}\n")
        evidence.append(f"  issued-{n}: {{says: {name} was issued at Place {place} by king}}\n")
        if less and n % (count // less) == 0 and n:
            evidence.append(f"  same-{n}: {{holds: end({name}) = end({names[n - 1]}), certainty: moderate}}\n")
            evidence.append(f"  else-{n}: {{says: {name} was issued at Elsewhere by king, certainty: weak}}\n")
    return "".join(["chronology: {unit: day}\n", *lines, *evidence]), names


FAMILIES: dict[str, Callable[[], Made]] = {
    "ft06": lambda: job_shop("ft06"),
    "la01": lambda: job_shop("la01"),
    "ft10": lambda: job_shop("ft10"),
    "60 reigns": lambda: reigns(60),
    "60 eponyms": lambda: eponyms(60, 66),
    "300 feasts": lambda: feasts(300),
    "3,000 acts": lambda: acts(3_000),
    "la01, contradictory": lambda: job_shop("la01", less=30),
    "ft10, contradictory": lambda: job_shop("ft10", less=40),
    "40 reigns, contradictory": lambda: reigns(40, less=1),
    "40 eponyms, contradictory": lambda: eponyms(40, 40, less=1),
    "300 feasts, contradictory": lambda: feasts(300, less=20),
    "3,000 acts, contradictory": lambda: acts(3_000, less=20),
}
COMMANDS = (
    "infer *",
    "infer --windows *",
    "infer ONE",
    "infer ONE --sensitivity",
    "infer * --compare rival.yaml",
    "infer ONE --vary 20",
    "infer * --jobs 2",
    "infer * --format html",
    "check",
    "explain ONE",
    "explain early",
    "explain events.yaml:5",
    "conflicts",
    "suggest ONE",
    "whatif --without ONE.date",
    "whatif --with rival.yaml",
    "diff . saved",
    "weigh --with weighed.yaml",
    "report --force -o OUT.html",
    "report --force -o OUT.html *",
    "timeline --format svg --all *",
    "timeline --windows --format svg --all *",
    "export oxcal",
    "export oxcal --model",
    "export cidoc-crm --orders",
    "export cidoc-crm --reasons",
)
WEIGHED = """
documents: {copybook: {}}
evidence:
  life: {holds: [end(copybook) >= 1000, end(copybook) <= 2500]}
  quiet: {says: copybook passes over $event, for: {event: [ONE, OTHER]}}
vocabulary: {passes-over: {says: "{document} passes over {event}", slots: {document: document, event: span}}}
rules:
  passing: {when: [$document passes over $event], then: end($document) <= known($event)}
hypotheses: {before: {claim: end(copybook) <= end(OTHER)}}
chances:
  prior: [{of: end(copybook), even: 1000..2500, note: made up}]
  passing: {told: 0.5..0.9, all-silenced: 0.05..0.3, note: made up}
"""
"""What is weighed."""


def write(folder: Path, made: Made) -> str:
    """A chronology with hypotheses, chances and a rival; gives the span that is asked about."""
    text, spans = made
    one, other, third = spans[len(spans) // 2], spans[0], spans[-1]
    claims = [f"end({a}) < start({b})" for a, b in pairwise([one, other, third, one])]
    folder.mkdir(parents=True)
    if "issued at" in text:
        shutil.copytree(standard_rules(), folder / "rules")
    hypotheses = [f"  claim-{n}: {{claim: {c}, expect: undetermined}}\n" for n, c in enumerate(claims)]
    hypotheses += [f"  early: {{claim: end({one}) <= end({other}), expect: undetermined, under: {{drop-any: 1}}}}\n"]
    whole = f"{text}hypotheses:\n{''.join(hypotheses)}"
    (folder / "events.yaml").write_text(whole, encoding="utf-8")
    rival = f"evidence: {{rival: {{holds: end({one}) <= start({third}), certainty: weak}}}}\n"
    (folder / "rival.yaml").write_text(rival, encoding="utf-8")
    (folder / "weighed.yaml").write_text(WEIGHED.replace("ONE", one).replace("OTHER", other), encoding="utf-8")
    saved = folder / "saved"
    saved.mkdir()
    (saved / "events.yaml").write_text(whole.replace("drop-any: 1", "drop-any: 2"), encoding="utf-8")
    if (folder / "rules").exists():
        shutil.copytree(folder / "rules", saved / "rules")
    return one


def run(
    folder: Path, one: str, command: str, seconds: float | None, *, interrupt: bool = False
) -> tuple[float, int, int, str]:
    """Wall time, exit code, megabytes at most, and what is wrong with what was said; the time from an interrupt."""
    words = [word.replace("ONE", one).replace("OUT", str(folder / "out")) for word in command.split()]
    given = [] if seconds is None or interrupt else ["--timeout", f"{seconds:g}"]
    program = [sys.executable, "-m", "chrono", *words, "-C", str(folder), *given]
    environment = {**os.environ, "CHRONO_NO_CACHE": "1", "COLUMNS": "120"}
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as told:
        process = subprocess.Popen(
            program,
            stdout=out,
            stderr=told,
            cwd=folder,
            env=environment,
            process_group=0,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        if interrupt and seconds is not None:
            while time.perf_counter() < begun + seconds and not _has_ended(process.pid):
                time.sleep(0.01)
            if not _has_ended(process.pid):
                begun = time.perf_counter()
                os.killpg(process.pid, signal.SIGINT)
        stop = Timer(300, os.killpg, (process.pid, signal.SIGKILL))
        stop.start()
        _, status, used = os.wait4(process.pid, 0)
        stop.cancel()
        wall = time.perf_counter() - begun
        process.returncode = code = os.waitstatus_to_exitcode(status)
        out.seek(0), told.seek(0)
        said = (out.read() + told.read()).decode()
    wrong = [word for word in ("Traceback", "internal error", "MemoryError", " mistakes") if word in said]
    return wall, code, used.ru_maxrss // 1024, ", ".join(wrong)


def _has_ended(process: int) -> bool:
    """Whether a process is no more; it is still to be waited for."""
    return os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def measure(seconds: list[float], only: list[str], *, interrupt: bool) -> Iterator[str]:
    """The lines of the table; a command that is not like another takes only what it has to."""
    yield "| input | command | given, s | took, s | too long | exit | MB |"
    yield "|---|---|---|---|---|---|---|"
    worst = 0.0
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        starts: dict[str, float] = {}
        for family, make in FAMILIES.items():
            one = ""
            for command in COMMANDS:
                if only and not all(word in f"{family}: {command}" for word in only):
                    continue
                folder = root / family.replace(",", "").replace(" ", "-")
                one = one or write(folder, make())
                if command not in starts and not interrupt:
                    starts[command] = min(run(root, one, f"{command.split()[0]} --help", None)[0] for _ in range(2))
                for given in seconds:
                    wall, code, peak, wrong = run(folder, one, command, given, interrupt=interrupt)
                    took = wall - (0 if interrupt else starts[command])
                    over = 0.0 if interrupt else took / given - 1
                    worst = max(worst, over)
                    late = f"{took:.2f}" if interrupt else f"{max(over, 0):.0%}"
                    mark = (
                        " **" if wrong or code not in (0, 1, 3, 130) or over > 0.1 or (interrupt and took > 1) else ""
                    )
                    yield f"| {family} | `{command}` | {given:g} | {took:.2f} | {late}{mark} | {code} | {peak} |{wrong}"
    yield f"\nThe worst: {worst:.0%} too long."


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", nargs="*", type=float, default=[2.0])
    parser.add_argument(
        "--only", nargs="*", default=[], help="of the inputs and commands those with all of these words"
    )
    parser.add_argument("--interrupt", action="store_true")
    given = parser.parse_args()
    for line in measure(given.seconds, given.only, interrupt=given.interrupt):
        print(line, flush=True)


if __name__ == "__main__":
    main()
