"""What somebody new does first: every line of the README, typed into a fresh clone in a bare shell.

It clones, makes environments and installs, so it runs where it is asked for: `make newcomer`, as CI does.
"""

from __future__ import annotations

import os
import re
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.small import ROOT

pytestmark = pytest.mark.skipif("CHRONO_NEWCOMER" not in os.environ, reason="clones and installs: make newcomer")

BLOCK = re.compile(r"^```(?:console|python)(?: no-test)?\n.*?^```$", re.MULTILINE | re.DOTALL)
CONTRADICTION = "letter-of-december-1939.yaml"
"""What the README lays over to contradict the rest: the one command that is shown to fail."""


def typed(block: str) -> list[str]:
    """The commands of a block, with the lines that a `<<'END'` takes; a block of Python is put into its file."""
    if block.startswith("```python"):
        return [f"cat > test_stalin.py <<'PYTHON'\n{block.partition(chr(10))[2].removesuffix('```')}PYTHON"]
    commands = []
    for piece in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = piece.partition("\n")
        if command.endswith("<<'END'"):
            command += "\n" + shown[: shown.index("END\n")] + "END"
        commands.append(command)
    return commands


def bare(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """A command in an environment of PATH and HOME alone, without that of the tests."""
    own = str(Path(os.environ.get("VIRTUAL_ENV", ROOT / ".venv")) / "bin")
    path = os.pathsep.join(part for part in os.environ["PATH"].split(os.pathsep) if part != own)
    kept = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    return subprocess.run(
        words,
        cwd=folder,
        env={"PATH": path, "HOME": os.environ["HOME"], **kept},
        capture_output=True,
        text=True,
        timeout=900,
    )


def test_the_readme_works_as_typed_and_the_source_distribution_has_its_tests(tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [command for block in BLOCK.findall(text) for command in typed(block)]
    assert commands[0] == "git clone … chrono && cd chrono"
    assert [c.partition("\n")[0] for c in commands if c.startswith("cat")] == [
        "cat > my-evidence.yaml <<'END'",
        "cat > test_stalin.py <<'PYTHON'",
    ]
    commands[0] = commands[0].replace("…", f"--quiet '{ROOT}'")
    # Then as the README says: a chronology of one's own, whose workflow is run in an environment of its own.
    commands += [
        'chrono init ../mine --from "$PWD"',
        "python3 -m venv ../runner && . ../runner/bin/activate && cd ../mine",
        "$(sed -n 's/.*- run: \\(pip install.*\\)/\\1/p' .github/workflows/chrono.yaml)",
        "$(sed -n 's/.*- run: \\(chrono check.*\\)/\\1/p' .github/workflows/chrono.yaml)",
    ]
    script = ""
    for number, command in enumerate(commands):
        wanted = 1 if CONTRADICTION in command else 0
        script += f"{command}\nif [ $? != {wanted} ]; then echo 'FAILED at {number}'; exit 9; fi\n"
    done = bare(["bash", "--noprofile", "--norc", "-c", script], tmp_path)
    if done.returncode:
        if "No matching distribution" in done.stderr and "CI" not in os.environ:
            pytest.skip("pip reaches no index here")
        number = int(done.stdout.rpartition("FAILED at ")[2] or 0)
        pytest.fail(f"$ {commands[number]}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")

    clone = tmp_path / "chrono"
    python = str(clone / ".venv" / "bin" / "python")
    made = bare([python, "-m", "pip", "install", "--quiet", "hatchling"], clone)
    assert made.returncode == 0, made.stderr
    built = bare([python, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path / "dist")], clone)
    assert built.returncode == 0, built.stderr
    (archive,) = (tmp_path / "dist").iterdir()
    with tarfile.open(archive) as file:
        file.extractall(tmp_path / "unpacked", filter="data")
    (source,) = (tmp_path / "unpacked").iterdir()
    tracked = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "tests", "benchmarks", "docs", "tools"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    assert [path for path in tracked if not (source / path).is_file()] == []
