"""Files with something changed at random: whatever stands in them, every command ends as it should and says why.

The files are examples of the pages and of the tests, without the standard rules. A mutant is checked with `validate`,
and where it has no mistake with `infer`, as commands: no traceback, no internal error, an exit code that the page of
the commands has for it, and a message wherever it is not 0.
"""

from __future__ import annotations

import re
import tempfile
from functools import cache
from pathlib import Path
from random import Random

import yaml
from click.testing import CliRunner

from chrono.frontends.cli import main
from chrono.loading import Memory, load
from tests.campaigns import Tally
from tests.campaigns.soundness import drawn
from tests.casefiles import CASES
from tests.small import ROOT
from tests.test_verifying import EVENTS, HEARD, VARIED

PIECES = (
    *(
        "{",
        "}",
        "[",
        "]",
        ":",
        ": ",
        "- ",
        ",",
        "'",
        '"',
        "|",
        ">",
        "&a",
        "*a",
        "!!str ",
        "<<: ",
        "# ",
        "\t",
        "\n",
        "  ",
    ),
    *(
        "?",
        "%",
        "@",
        "\\",
        "\0",
        "\x1b[31m",
        "\x85",
        "\u2028",
        "\u202e",
        "é",
        "𝔊",
        "٣",
        "$e",
        "..",
        "../1067",
        "1067/..",
        "9" * 30,
    ),
    *(
        "-0043",
        "44 BCE",
        "2 jehoram",
        "end(",
        "start(x)",
        " or ",
        " and ",
        "not ",
        "<=",
        "=",
        "+ 3 months",
        "unless",
        "holds",
        "says",
    ),
    *(
        "null",
        "true",
        "NaN",
        "1e9",
        "0x10",
        "1_000",
        "weak",
        "certain",
        "day",
        "month",
        "year",
        "julian",
        "--- ",
        "...",
    ),
)


@cache
def texts() -> tuple[str, ...]:
    """Whole files to begin with, free of mistakes: blocks of YAML on the pages, and the chronologies beside them."""
    found = [path.read_text(encoding="utf-8") for path in (ROOT / "examples").glob("*/events.yaml")]
    cases = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in CASES.rglob("*.yaml")]
    found += [case["files"]["events.yaml"] for case in cases]
    found += [EVENTS.replace("hypotheses:", HEARD) + VARIED, *(drawn(Random(n)).text for n in range(20))]
    for page in sorted((ROOT / "docs").glob("*.md")):
        found += re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    short = sorted({text for text in found if len(text) < 4000})
    return tuple(text for text in short if load(Memory({"events.yaml": text})).chronology is not None)


def mutated(random: Random, text: str) -> str:
    """The text with one to four changes: of lines, words, letters or bytes."""
    for _ in range(random.randint(1, 4)):
        lines, at = text.split("\n"), random.randrange(len(text) + 1)
        line = random.randrange(len(lines))
        match random.randrange(9):
            case 0:
                del lines[line]
                text = "\n".join(lines)
            case 1:
                lines.insert(random.randrange(len(lines) + 1), lines[line])
                text = "\n".join(lines)
            case 2:
                lines[line] = " " * random.randint(0, 6) + lines[line].lstrip()
                text = "\n".join(lines)
            case 3:
                other = random.choice(texts()).split("\n")
                lines.insert(line, random.choice(other))
                text = "\n".join(lines)
            case 4:
                text = text[:at] + random.choice(PIECES) + text[at:]
            case 5:
                text = text[:at] + text[at + random.randint(1, 8) :]
            case 6:
                text = text[:at] + chr(random.randrange(1, 0x250)) + text[at + 1 :]
            case _:
                words = re.findall(r"[\w.-]+", text)
                if len(words) > 1:
                    one, other = random.sample(words, 2)
                    text = text.replace(one, other, 1) if random.random() < 0.7 else text.replace(one, other)
    return text


@cache
def _folder() -> Path:
    """One folder for all of them, in memory where the system has that."""
    memory = Path("/dev/shm")
    made = tempfile.mkdtemp(dir=memory if memory.is_dir() else None)
    return Path(made)


def one(random: Random, tally: Tally) -> None:
    """One mutant."""
    text = mutated(random, random.choice(texts()))
    (_folder() / "events.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))
    tally.counts["mutants"] += 1
    if _ended("validate", (0, 1, 2), text, tally) == 0:
        # What has nothing to date or a claim about nobody cannot be asked; what is hard may come to an end of its time.
        _ended("infer", (0, 1, 2, 3), text, tally, "--timeout", "2")


def _ended(command: str, codes: tuple[int, ...], text: str, tally: Tally, *words: str) -> int:
    found = CliRunner().invoke(main, [command, "-C", str(_folder()), *words])
    tally.counts[f"{command} ended with {found.exit_code}"] += 1
    said = found.output
    sound = found.exit_code in codes and "Traceback" not in said and "internal error" not in said
    sound = sound and (found.exception is None or isinstance(found.exception, SystemExit))
    sound = sound and "\x1b" not in said and "\0" not in said and bool(said.strip())
    tally.expect(
        sound, f"{command} ended with {found.exit_code} ({found.exception!r}): {said[-400:]}\n---\n{text}\n---"
    )
    return found.exit_code
