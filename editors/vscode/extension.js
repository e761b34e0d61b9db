"use strict";
// Starts `chrono lsp` for the YAML files and tables of a workspace, and hands what it says to VS Code.

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const DOCUMENTS = ["**/*.yaml", "**/*.csv", "**/*.tsv"].map((pattern) => ({ scheme: "file", pattern }));

/** @type {LanguageClient | undefined} */
let client;

/** The command and its words, from the settings of the user and of the machine. */
function command() {
  const settings = vscode.workspace.getConfiguration("chrono");
  const [program, ...words] = settings.get("command", ["chrono"]);
  return { command: program, args: [...words, "lsp", "--timeout", String(settings.get("timeout", 10))] };
}

async function start() {
  client = new LanguageClient("chrono", "chrono", command(), { documentSelector: DOCUMENTS });
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const open = "Open the settings";
    const chosen = await vscode.window.showErrorMessage(
      `chrono did not start: ${error instanceof Error ? error.message : error}. ` +
        "Install it with pip install 'chrono-dating[lsp]', or say where it is.",
      open,
    );
    if (chosen === open) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "chrono.command");
    }
  }
}

async function stop() {
  const running = client;
  client = undefined;
  await running?.stop().catch(() => undefined);
}

async function restart() {
  await stop();
  await start();
}

/**
 * Has the server carry out a command about what the cursor is on.
 * @param {string} command
 */
async function ask(command) {
  const editor = vscode.window.activeTextEditor;
  if (!client || !editor) {
    return;
  }
  const at = client.code2ProtocolConverter.asPosition(editor.selection.active);
  const uri = client.code2ProtocolConverter.asUri(editor.document.uri);
  await client.sendRequest("workspace/executeCommand", { command, arguments: [uri, at] });
}

/** @param {import("vscode").ExtensionContext} context */
async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("chrono.restart", restart),
    vscode.commands.registerCommand("chrono.showTimeline", () => ask("chrono.openTimeline")),
    vscode.commands.registerCommand("chrono.showWithout", () => ask("chrono.whatif")),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration("chrono")) {
        await restart();
      }
    }),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
