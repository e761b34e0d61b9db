"""The settings and the extension of editors: what they start is started, in those that are installed here."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tools import page, vsix

from chrono import __version__
from chrono.frontends.cli import main
from chrono.frontends.lsp.commanding import TIMELINE, WHATIF
from tests.test_lsp import SMALL

ROOT = Path(__file__).parents[1]
VSCODE = ROOT / "editors" / "vscode"
PAGE = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
needs_neovim = pytest.mark.skipif(shutil.which("nvim") is None, reason="Neovim is not installed")


# -- VS Code


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The extension as it is before packing; where nobody has built it here, its source stands for the bundle."""
    copy = tmp_path / "vscode"
    copy.mkdir()
    for name in ("package.json", "package-lock.json", "README.md", "LICENSE", "extension.js"):
        shutil.copy(VSCODE / name, copy)
    (copy / "dist").mkdir()
    shutil.copy(VSCODE / "extension.js", copy / "dist")
    return copy


def test_the_package_is_well_formed(folder: Path, tmp_path: Path) -> None:
    vsix.write(folder, tmp_path / "one.vsix")
    vsix.write(folder, tmp_path / "two.vsix")
    assert (tmp_path / "one.vsix").read_bytes() == (tmp_path / "two.vsix").read_bytes(), "the same bytes each time"
    with zipfile.ZipFile(tmp_path / "one.vsix") as package:
        assert package.testzip() is None
        names = package.namelist()
        shipped = json.loads(package.read("extension/package.json"))
        manifest = ElementTree.fromstring(package.read("extension.vsixmanifest"))
        types = ElementTree.fromstring(package.read("[Content_Types].xml"))
    assert not [name for name in names if name.endswith(".map") or "node_modules" in name]
    assert f"extension/{shipped['main'].removeprefix('./')}" in names
    space = {"v": "http://schemas.microsoft.com/developer/vsx-schema/2011"}
    identity = manifest.find("v:Metadata/v:Identity", space)
    assert identity is not None
    assert (identity.get("Id"), identity.get("Version")) == (shipped["name"], shipped["version"])
    for asset in manifest.iterfind("v:Assets/v:Asset", space):
        assert asset.get("Path") in names
    ends = {each.get("Extension") for each in types}
    assert {Path(name).suffix for name in names} <= {*ends, ".xml"}


def test_the_package_says_what_chrono_says() -> None:
    package = json.loads((VSCODE / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((VSCODE / "package-lock.json").read_text(encoding="utf-8"))
    assert package["version"] == lock["version"] == __version__
    assert (VSCODE / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    locked = lock["packages"][""]
    for kind in ("dependencies", "devDependencies"):
        assert package[kind] == locked[kind]
        assert all(re.fullmatch(r"[0-9.]+", version) for version in package[kind].values()), "no ranges"
    assert package["contributes"]["configuration"]["properties"]["chrono.command"]["scope"] == "machine"


def test_without_a_bundle_the_tool_says_how_to_build_it(folder: Path, tmp_path: Path) -> None:
    (folder / "dist" / "extension.js").unlink()
    with pytest.raises(FileNotFoundError):
        vsix.write(folder, tmp_path / "none.vsix")
    assert not (tmp_path / "none.vsix").exists()


@pytest.mark.skipif(not (VSCODE / vsix.BUNDLE).exists(), reason="`make vscode` has not been run here")
def test_the_package_that_is_built_is_small_and_loads(tmp_path: Path) -> None:
    vsix.write(VSCODE, tmp_path / "chrono.vsix")
    assert (tmp_path / "chrono.vsix").stat().st_size < 150_000
    with zipfile.ZipFile(tmp_path / "chrono.vsix") as package:
        licences = package.read("extension/licences.txt").decode()
    lock = json.loads((VSCODE / "package-lock.json").read_text(encoding="utf-8"))
    for path, about in lock["packages"].items():
        if path and not about.get("dev"):
            assert path.removeprefix("node_modules/") in licences


# -- the editor in the page


def test_what_the_page_has_of_others_is_locked_licensed_and_small() -> None:
    package = json.loads((page.FOLDER / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((page.FOLDER / "package-lock.json").read_text(encoding="utf-8"))
    assert package["version"] == lock["version"] == __version__
    for kind in ("dependencies", "devDependencies"):
        assert package[kind] == lock["packages"][""][kind]
        assert all(re.fullmatch(r"[0-9.]+", version) for version in package[kind].values()), "no ranges"
    told = (page.SHIPPED / "licences.txt").read_text(encoding="utf-8")
    shipped = [(path, about) for path, about in lock["packages"].items() if path and not about.get("dev")]
    for path, about in shipped:
        assert about["license"] == "MIT"
        assert f"{path.removeprefix('node_modules/')} {about['version']} (MIT)\n\n" in told
    assert told.count("Permission is hereby granted") == len(shipped)
    bundle = (page.SHIPPED / page.BUNDLE).read_bytes()
    assert len(gzip.compress(bundle)) < 170_000
    assert not re.search(rb"sourceMappingURL|innerHTML|\beval\(|new Function", bundle)


@pytest.mark.skipif(not (page.FOLDER / "dist").exists(), reason="`make page-check` has not been run here")
def test_what_is_bundled_anew_is_what_is_shipped(tmp_path: Path) -> None:
    assert page.different(page.FOLDER, page.SHIPPED) == []
    shutil.copytree(page.SHIPPED, tmp_path / "shipped")
    (tmp_path / "shipped" / page.BUNDLE).write_bytes(b"other")
    assert page.different(page.FOLDER, tmp_path / "shipped") == [page.BUNDLE]


STUB = """
const Module = require("module");
const started = [], registered = [], told = [], runs = {}, asked = [];
const settings = JSON.parse(process.argv[3]);
const vscode = {
  workspace: {
    getConfiguration: (name) => ({ get: (key, otherwise) => settings[`${name}.${key}`] ?? otherwise }),
    onDidChangeConfiguration: (then) => { vscode.changed = then; return {}; },
  },
  commands: { registerCommand: (name, run) => { registered.push(name); runs[name] = run; return {}; } },
  window: {
    activeTextEditor: { selection: { active: { line: 1 } }, document: { uri: "file:///events.yaml" } },
    showErrorMessage: async (words) => { told.push(words); } },
};
class LanguageClient {
  constructor(id, name, server, options) { this.about = { id, server, options, running: false }; }
  async start() {
    if (settings.fails) throw new Error("not found");
    started.push(this.about);
    this.about.running = true;
  }
  code2ProtocolConverter = { asPosition: (at) => at, asUri: (uri) => uri };
  async sendRequest(...words) { asked.push(words); }
  async stop() { this.about.running = false; }
}
const load = Module._load;
Module._load = (name, ...rest) =>
  name === "vscode" ? vscode : name === "vscode-languageclient/node" ? { LanguageClient } : load(name, ...rest);
const extension = require(process.argv[2]);
(async () => {
  await extension.activate({ subscriptions: [] });
  if (!settings.fails) {
    await vscode.changed({ affectsConfiguration: () => true });
    await runs["chrono.restart"]();
    await runs["chrono.showTimeline"]();
    await runs["chrono.showWithout"]();
    await extension.deactivate();
  }
  console.log(JSON.stringify({ started, registered, told, asked }));
})();
"""


def extension(settings: dict[str, object], tmp_path: Path) -> dict[str, list[object]]:
    """What the extension does in an editor that has these settings."""
    (tmp_path / "stub.js").write_text(STUB)
    words = ["node", str(tmp_path / "stub.js"), str(VSCODE / "extension.js"), json.dumps(settings)]
    found: dict[str, list[object]] = json.loads(
        subprocess.run(words, capture_output=True, text=True, check=True).stdout
    )
    return found


@needs_node
def test_the_extension_starts_the_command_that_is_set(tmp_path: Path) -> None:
    found = extension({"chrono.command": ["uvx", "chrono"], "chrono.timeout": 3}, tmp_path)
    servers = [each["server"] for each in found["started"]]  # type: ignore[index]
    assert servers == [{"command": "uvx", "args": ["chrono", "lsp", "--timeout", "3"]}] * 3
    assert [each["running"] for each in found["started"]] == [False] * 3, "each ends before the next"  # type: ignore[index]
    package = json.loads((VSCODE / "package.json").read_text(encoding="utf-8"))
    contributed = [each["command"] for each in package["contributes"]["commands"]]
    assert found["registered"] == contributed
    # The client has those of the server registered by itself.
    assert not {TIMELINE, WHATIF} & set(contributed)
    assert found["asked"] == [
        ["workspace/executeCommand", {"command": name, "arguments": ["file:///events.yaml", {"line": 1}]}]
        for name in (TIMELINE, WHATIF)
    ]
    (plain,) = {json.dumps(each["server"]) for each in extension({}, tmp_path)["started"]}  # type: ignore[index]
    assert json.loads(plain) == {"command": "chrono", "args": ["lsp", "--timeout", "10"]}
    options = {option for parameter in main.commands["lsp"].params for option in parameter.opts}
    assert "--timeout" in options


@needs_node
def test_the_extension_says_what_to_do_where_there_is_no_chrono(tmp_path: Path) -> None:
    (told,) = extension({"fails": True}, tmp_path)["told"]
    assert told == (
        "chrono did not start: not found. Install it with pip install 'chrono-dating[lsp]', or say where it is."
    )


# -- Neovim

NEOVIM = """
local folder, chrono = vim.fn.getcwd(), vim.json.decode(vim.env.CHRONO)
local told = {}
local function wait(what, happens)
  if not vim.wait(60000, happens, 20) then error("waited in vain for " .. what) end
end
vim.cmd("edit events.yaml")
local buffer = vim.api.nvim_get_current_buf()
local client = vim.lsp.start_client({ name = "chrono", cmd = chrono, root_dir = folder })
vim.lsp.buf_attach_client(buffer, client)
wait("a mistake", function() return #vim.diagnostic.get(buffer) > 0 end)
local mistake = vim.diagnostic.get(buffer)[1]
told.mistake = { mistake.code, mistake.lnum, mistake.col, mistake.end_col, mistake.message }
vim.api.nvim_win_set_cursor(0, { mistake.lnum + 1, mistake.col })
local at = vim.lsp.util.make_range_params()
at.context = { diagnostics = {} }
local found = vim.lsp.buf_request_sync(buffer, "textDocument/codeAction", at, 60000)
local action = found[client].result[1]
told.title = action.title
vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
wait("no mistake", function() return #vim.diagnostic.get(buffer) == 0 end)
told.lines = vim.api.nvim_buf_get_lines(buffer, 0, -1, true)
vim.api.nvim_win_set_cursor(0, { 6, 3 })
local where = vim.lsp.util.make_position_params()
repeat
  local hover = vim.lsp.buf_request_sync(buffer, "textDocument/hover", where, 60000)
  told.hover = hover[client].result.contents.value
until not told.hover:find("point at it again", 1, true)
vim.fn.writefile({ vim.json.encode(told) }, "told.json")
vim.lsp.stop_client(client)
vim.cmd("qall!")
"""


@needs_neovim
def test_neovim_marks_mends_and_tells(tmp_path: Path) -> None:
    wrong = SMALL.replace("{holds: end(chronicle)", "{note: 𒀀, holds: end(chronicel)")
    (tmp_path / "events.yaml").write_text(wrong, encoding="utf-8")
    (tmp_path / "try.lua").write_text(NEOVIM, encoding="utf-8")
    command = json.dumps([sys.executable, "-m", "chrono", "lsp"])
    ended = subprocess.run(
        ["nvim", "--headless", "-u", "NONE", "-n", "-i", "NONE", "-c", "luafile try.lua"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "CHRONO": command},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (tmp_path / "told.json").exists(), ended.stderr
    told = json.loads((tmp_path / "told.json").read_text(encoding="utf-8"))
    column = len(wrong.splitlines()[8].partition("chronicel")[0].encode())
    assert told["mistake"][:4] == ["unknown-id", 8, column, column + len("chronicel")]
    assert told["title"] == "change to 'chronicle'"
    assert "\n".join(told["lines"]) + "\n" == wrong.replace("chronicel", "chronicle")
    assert told["hover"].startswith("**the chronicle** · document chronicle\n\n- begun 1343 – 1348")


# -- the page


@pytest.mark.parametrize("editor", ["VS Code", "Neovim", "Helix", "Zed", "Emacs", "Kate"])
def test_the_page_has_the_settings_of_each_editor(editor: str) -> None:
    part = re.search(rf"^## {editor}$(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert part is not None
    assert "chrono" in part[1]
    assert "lsp" in part[1]
