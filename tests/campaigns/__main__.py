"""Runs campaigns for a while each and prints what was counted; ends with 1 where anything is not as it must be."""

from __future__ import annotations

import argparse
import sys
import time
from importlib import import_module
from random import Random

from tests.campaigns import Tally

NAMES = ("networks", "soundness", "arguments", "mutants", "hostile", "foreign", "interrupts", "seeds")


def main() -> int:
    """Takes names and a time, or how often; each is begun again with the next number until that is reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=(*NAMES, []), help="default: all")
    parser.add_argument("--seconds", type=float, default=60, help="for each campaign")
    parser.add_argument("--seed", default="0")
    parser.add_argument("--first", type=int, default=0, help="the number to begin with")
    parser.add_argument("--count", type=int, help="how many numbers, however long they take")
    given = parser.parse_args()
    failed = False
    for name in given.names or NAMES:
        one, tally, begun, done = import_module(f"tests.campaigns.{name}").one, Tally(), time.monotonic(), 0
        while done == 0 or (done < given.count if given.count else time.monotonic() - begun < given.seconds):
            one(Random(f"{name} {given.seed} {given.first + done}"), tally)
            done += 1
        told = ", ".join(f"{count:,} {what}" for what, count in sorted(tally.counts.items()))
        print(
            f"{name} (seed {given.seed}, {time.monotonic() - begun:.0f} s): {told}; {len(tally.wrong)} wrong",
            flush=True,
        )
        for said in tally.wrong[:20]:
            print(f"  {said}", file=sys.stderr)
        failed = failed or bool(tally.wrong)
    return failed


if __name__ == "__main__":
    sys.exit(main())
