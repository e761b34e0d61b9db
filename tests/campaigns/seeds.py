"""The order in which Python hashes names is another in each process: every answer has the same bytes under 21 of them.

A round asks one question of one chronology under all the seeds.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

from tests.campaigns import Tally
from tests.campaigns.soundness import drawn
from tests.small import ROOT

SEEDS = tuple(range(21))
COMMANDS = ("infer --sensitivity", "check", "conflicts", "explain {}", "whatif --without {}.start", "suggest {}")
FORMS = ("text", "json")


def _asked(folder: Path, words: Sequence[str], seed: int) -> tuple[int, str]:
    ran = subprocess.run(
        [sys.executable, "-m", "chrono", words[0], "-C", str(folder), *words[1:]],
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        check=False,
    )
    return ran.returncode, hashlib.sha256(ran.stdout + ran.stderr).hexdigest()


def one(random: Random, tally: Tally, seeds: Sequence[int] = SEEDS) -> None:
    """One question."""
    command, form = random.choice(COMMANDS), random.choice(FORMS)
    with tempfile.TemporaryDirectory() as made:
        folder, id, text = Path(made), "a", drawn(random).text
        if random.random() < 0.3:
            folder, id, text = ROOT, "manuscript", ""
        else:
            (folder / "events.yaml").write_text(text, encoding="utf-8")
        words = [*command.format(id).split(), "--format", form]
        found = {_asked(folder, words, seed) for seed in seeds}
    tally.counts["questions"] += 1
    tally.counts["processes"] += len(seeds)
    tally.expect(len(found) == 1, f"{' '.join(words)} has {len(found)} answers:\n{text}")
    tally.expect(all(code in (0, 1, 2, 3) for code, _ in found), f"{' '.join(words)} ended with {found}:\n{text}")
