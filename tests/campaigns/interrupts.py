"""Ctrl-C at a random moment: an answer in JSON is whole or absent, and the exit code says that it was interrupted.

Each command runs in a process of its own and gets SIGINT once, at any moment between its start and its usual end.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from functools import cache
from random import Random

from tests.campaigns import Tally
from tests.small import ROOT

COMMANDS = ("infer", "check", "infer --sensitivity", "explain manuscript", "conflicts", "whatif --without rule:silence")
INTERRUPTED = 130


def _begun(command: str) -> subprocess.Popen[str]:
    program = [sys.executable, "-m", "chrono", *command.split(), "--format", "json"]
    # A shell may have left SIGINT ignored for what it runs beside it.
    return subprocess.Popen(
        program,
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


@cache
def _usual(command: str) -> float:
    """How long it takes, in seconds."""
    begun = time.monotonic()
    _begun(command).communicate()
    return time.monotonic() - begun


def one(random: Random, tally: Tally) -> None:
    """One interrupt."""
    command = random.choice(COMMANDS)
    wait = random.uniform(0.05, _usual(command) * 1.1)
    process = _begun(command)
    time.sleep(wait)
    os.kill(process.pid, signal.SIGINT) if process.poll() is None else None
    out, said = process.communicate(timeout=120)
    code = process.returncode
    tally.counts["interrupts"] += 1
    # Before Python runs a line of ours, and after the last, the signal itself ends it, or Python tells of it.
    outside = code == -signal.SIGINT or (code == 1 and not out and "KeyboardInterrupt" in said)
    tally.counts["before or after all" if outside else f"ended with {code}"] += 1
    if not outside:
        tally.expect(code in (0, 1, INTERRUPTED), f"{command} after {wait:.3f} s: ended with {code}: {said[-300:]}")
        tally.expect("Traceback" not in said, f"{command} after {wait:.3f} s: {said[-300:]}")
    tally.counts["with an answer"] += bool(out)
    try:
        tally.expect(not out or isinstance(json.loads(out), dict), f"{command} after {wait:.3f} s: no answer")
    except ValueError as error:
        tally.expect(False, f"{command} after {wait:.3f} s: {error}: {out[-200:]}")
