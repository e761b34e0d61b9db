"""Where chrono is installed from, as `pip install` takes it, and whether another machine can reach that place.

Takes what the installer wrote down beside the distribution (`direct_url.json`, PEP 610) and gives the argument of
`pip install` that gets the same again, or None where it came from a folder or file that only this machine has. Never
asks the network.
"""

from __future__ import annotations

import json
import shlex
import subprocess
from importlib import metadata
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

DISTRIBUTION = "chrono-dating"
REMOTE = ("https", "http", "git")
"""The schemes of addresses that a runner reaches without a key."""


def installed_from() -> str | None:
    """What `pip install` takes to get the chrono that runs; None where only this machine has it."""
    try:
        installed = metadata.distribution(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return None  # run from a source tree that was never installed
    written = installed.read_text("direct_url.json")
    if written is None:
        return f"{DISTRIBUTION}=={installed.version}"
    return reachable(json.loads(written))


def reachable(direct_url: dict[str, Any]) -> str | None:
    """A record of PEP 610 as a requirement (PEP 508), at the very commit for a repository; None for what is local.

    A folder that is a clone counts as the place it was cloned from.
    """
    url, vcs = str(direct_url.get("url", "")), direct_url.get("vcs_info")
    parts = urlsplit(url)
    if parts.scheme == "file" and "dir_info" in direct_url:
        return cloned_from(unquote(parts.path))
    if parts.scheme not in REMOTE:
        return None
    if vcs:
        url = f"{vcs['vcs']}+{url}@{vcs['commit_id']}"
    if inner := direct_url.get("subdirectory"):
        url += f"#subdirectory={inner}"
    return f"{DISTRIBUTION} @ {url}"


def cloned_from(folder: str) -> str | None:
    """Where a folder was cloned from, at its commit where the origin has it; None where that is no public address."""
    origin = _git(folder, "config", "--get", "remote.origin.url")
    parts = urlsplit(origin)
    if parts.scheme not in REMOTE:
        return None
    # What stands before the @ may be somebody's password.
    url = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    commit = _git(folder, "rev-parse", "HEAD")
    known = _git(folder, "branch", "--remotes", "--contains", "HEAD")
    return f"{DISTRIBUTION} @ git+{url}" + (f"@{commit}" if known else "")


def _git(folder: str, *words: str) -> str:
    """What git says of a folder; nothing where there is no git or it knows no answer."""
    try:
        done = subprocess.run(["git", "-C", folder, *words], capture_output=True, text=True, check=True, timeout=10)
    except (OSError, subprocess.SubprocessError, UnicodeError):
        return ""
    return done.stdout.strip()


def install_command(source: str) -> str:
    """The line of a workflow that installs chrono: `source` is a requirement, a URL or a path, quoted for the shell.

    A path is one where the repository is checked out, so it is written to be told from a name: `vendor/chrono` becomes
    `./vendor/chrono`. Given as YAML, in double quotes where a bare word would not do.
    """
    path = PurePosixPath(source)
    if "://" not in source and not path.is_absolute() and (len(path.parts) > 1 or path.suffix in (".whl", ".gz")):
        source = f"./{path}"
    command = f"pip install {shlex.quote(source)}"
    plain = ": " not in command and " #" not in command and command.isprintable()
    return command if plain else json.dumps(command)
