// The files of the chronology in an editor, where chrono serve was started with --edit. A text is written only over what
// it was made from; what somebody else saved meanwhile is told, and never lost.

import { fill, h } from "./dom.js";
import { Editor, load } from "./editor.js";
import { Language } from "./language.js";

/**
 * @typedef {{text: string, saved: string, digest: string, said: string, other: {text: string, digest: string} | null, editor: Editor | null}} Buffer
 */

/** @type {Map<string, Buffer>} */
const buffers = new Map();
/** What the language server says is wrong with each file. @type {Map<string, any[]>} */
const marks = new Map();
let open = "";
/** @type {string[]} */
let names = [];
/** @type {{line: number, column: number, length: number} | null} */
let wanted = null;
/** @type {Language | null} */
let language = null;
/** Whether the language server answers, and whether it ever did. */
const reached = { now: false, ever: false };
/** Called to show this view. */
let show = () => {};

export const edited = () => "edit" in document.body.dataset;

addEventListener("beforeunload", (event) => {
  if ([...buffers.values()].some((buffer) => buffer.text !== buffer.saved)) event.preventDefault();
});

/**
 * Draws the editor, with what was typed in it.
 * @param {HTMLElement} place
 * @param {() => void} come shows this view
 * @param {() => boolean} seen whether it is still to be seen: another view may have been chosen while the files were read
 */
export async function files(place, come, seen) {
  show = come;
  const told = await (await fetch("/api/files")).json();
  names = told.files;
  if (!names.includes(open)) open = names[0] ?? "";
  if (!open) {
    if (seen()) fill(place, h("h2", {}, "Files"), h("p", {}, "There is no file here."));
    return;
  }
  await load();
  language ??= new Language(told.folder, { marked, renewed: () => decorated(open), reached: (there) => {
    reached.now = there;
    reached.ever ||= there;
    if (there) decorated(open);
    state();
  } });
  await refresh(open);
  if (seen()) draw(place);
}

/** Files on the disk are others by now. @param {string[]} changed */
export async function heard(changed) {
  for (const name of changed) if (buffers.has(name)) await refresh(name);
  language?.changed(changed);
  state();
}

/** Reads a file again, where nothing was typed over it. @param {string} name */
async function refresh(name) {
  const reply = await fetch(`/api/file?name=${encodeURIComponent(name)}`);
  const told = await reply.json();
  const buffer = buffers.get(name);
  if (!reply.ok) {
    if (!buffer) buffers.set(name, { text: "", saved: "", digest: "", said: told.diagnostics[0].message, other: null, editor: null });
  } else if (!buffer) {
    buffers.set(name, { text: told.text, saved: told.text, digest: told.digest, said: "", other: null, editor: null });
  } else if (buffer.digest === "" || (buffer.text === buffer.saved && buffer.digest !== told.digest)) {
    Object.assign(buffer, { saved: told.text, digest: told.digest, said: "", other: null });
    put(buffer, told.text);
  } else if (buffer.digest !== told.digest) {
    buffer.other = told;
  }
}

/** Puts a text into a buffer, and into its editor where it has one. @param {Buffer} buffer @param {string} text */
function put(buffer, text) {
  buffer.text = text;
  buffer.editor?.replace(text);
}

/** @param {HTMLElement} place */
function draw(place) {
  const buffer = /** @type {Buffer} */ (buffers.get(open));
  if (!document.getElementById("editor")) {
    fill(
      place,
      h("h2", {}, "Files"),
      h("div", { class: "tools" }, h("label", {}, "file ", h("select", { "data-key": "file", onchange: (/** @type {any} */ event) => {
        open = event.target.value;
        show();
      } })), h("span", { id: "saving" })),
      h("div", { id: "editor" }),
      h("p", { class: "hint" }, "Ctrl-Space: what can be written. F8: the next mistake. F12, or Ctrl and a click: where it is declared. Ctrl-S saves, and Esc, then Tab, leaves the text."),
    );
  }
  fill(/** @type {HTMLElement} */ (place.querySelector('[data-key="file"]')), ...names.map((name) => h("option", { value: name, selected: name === open }, name)));
  const standing = /** @type {HTMLElement} */ (document.getElementById("editor"));
  if (buffer.digest === "") standing.replaceChildren();
  else {
    buffer.editor ??= edits(open, buffer);
    buffer.editor.stand(standing);
    buffer.editor.mark(marks.get(open) ?? []);
    decorated(open);
    if (wanted) {
      const lines = buffer.text.split("\n");
      const start = offset(lines, wanted.line, wanted.column);
      buffer.editor.show(start, start + Math.max(0, wanted.length));
    }
  }
  wanted = null;
  state();
}

/** @param {string} name @param {Buffer} buffer */
function edits(name, buffer) {
  return new Editor(name, buffer.text, /** @type {Language} */ (language), {
    typed: (text) => {
      buffer.text = text;
      buffer.said = "";
      state();
    },
    save: () => save(),
    edited: async (other, made) => {
      if (!buffers.has(other)) await refresh(other);
      const there = buffers.get(other);
      if (!there || there.digest === "") return;
      there.editor ??= edits(other, there);
      there.editor.edit(made);
      there.said = `changed beside ${name}: not saved yet`;
      state();
    },
    open: (other, at) => {
      if (!names.includes(other)) return;
      open = other;
      wanted = { line: at.line + 1, column: at.character + 1, length: 0 };
      show();
    },
  });
}

/** What the language server says is wrong with a file. @param {string} name @param {any[]} found */
async function marked(name, found) {
  marks.set(name, found);
  if (name === open) decorated(name);
  // Told once it is there to be gone to.
  await buffers.get(name)?.editor?.mark(found);
  state();
}

/** @param {string} name */
const decorated = (name) => buffers.get(name)?.editor?.decorate();

/** Whether it is saved, what is wrong with it, and what else there is to say. */
function state() {
  const saving = document.getElementById("saving");
  const buffer = buffers.get(open);
  if (!saving || !buffer) return;
  const typed = buffer.text !== buffer.saved;
  const other = buffer.other;
  const unsaved = [...buffers].filter(([name, one]) => name !== open && one.text !== one.saved).map(([name]) => name);
  fill(
    saving,
    h("button", { type: "button", "data-key": "save", disabled: !typed || other !== null, onclick: () => save() }, "save"),
    h("button", { type: "button", "data-key": "revert", disabled: !typed, onclick: () => {
      buffer.said = "";
      put(buffer, buffer.saved);
      state();
    } }, "undo what is not saved"),
    h("span", { role: "status" }, buffer.said || (typed ? "not saved yet" : "saved")),
    h("span", { class: "marks", role: "status" }, said()),
    ...[...marks].filter(([name]) => name !== open && wrong(name)).map(([name]) => h("button", { type: "button", "data-key": `open ${name}`, onclick: () => turn(name) }, `${plural(wrong(name))} in ${name}`)),
    unsaved.length > 0 && h("span", {}, `not saved either: ${unsaved.join(", ")}`),
    other && h("span", { class: "changed" }, " Somebody else has changed the file. "),
    other && h("button", { type: "button", "data-key": "theirs", onclick: () => {
      Object.assign(buffer, { saved: other.text, digest: other.digest, other: null, said: "" });
      put(buffer, other.text);
      state();
    } }, "take theirs"),
    other && h("button", { type: "button", "data-key": "mine", onclick: () => {
      Object.assign(buffer, { saved: other.text, digest: other.digest, other: null, said: "" });
      state();
    } }, "keep mine, to be saved over it"),
    other && h("details", {}, h("summary", {}, "what it holds now"), h("pre", { tabindex: 0 }, other.text)),
  );
}

/** How many mistakes a file has. @param {string} name */
const wrong = (name) => (marks.get(name) ?? []).filter((one) => one.severity === 1).length;
/** @param {number} count */
const plural = (count) => (count === 1 ? "one mistake" : `${count} mistakes`);

function said() {
  if (!reached.now) return reached.ever ? "the language server is looked for" : "";
  return wrong(open) ? `${plural(wrong(open))}, marked` : "";
}

/** Shows another file. @param {string} name */
function turn(name) {
  const first = (marks.get(name) ?? []).find((one) => one.severity === 1);
  open = name;
  wanted = first ? { line: first.range.start.line + 1, column: 1, length: 0 } : null;
  show();
}

async function save() {
  const name = open;
  const buffer = /** @type {Buffer} */ (buffers.get(name));
  if (buffer.text === buffer.saved || buffer.other) return;
  const text = buffer.text;
  const reply = await fetch("/api/file", { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ name, text, digest: buffer.digest }) });
  const told = await reply.json();
  if (reply.ok) Object.assign(buffer, { saved: text, digest: told.digest, said: "", other: null });
  else if (reply.status === 409) buffer.other = told;
  else buffer.said = told.diagnostics[0].message;
  state();
}

/** Has the editor open at a place of a file. @param {string} name @param {number} line @param {number} column @param {number} length */
export function goTo(name, line, column = 1, length = 0) {
  open = name;
  wanted = { line, column, length };
}

/**
 * Puts a mend into the text of a file, to be looked at and saved.
 * @param {{file: string, line: number, column: number, end_line: number, end_column: number, text: string, title: string}} fix
 */
export async function mend(fix) {
  await refresh(fix.file);
  const buffer = buffers.get(fix.file);
  if (!buffer || buffer.digest === "") return;
  const lines = buffer.text.split("\n");
  put(buffer, buffer.text.slice(0, offset(lines, fix.line, fix.column)) + fix.text + buffer.text.slice(offset(lines, fix.end_line, fix.end_column)));
  buffer.said = `${fix.title}: not saved yet`;
  goTo(fix.file, fix.line, fix.column, fix.text.length);
}

/** Where in a text a place of the files is, which counts characters. @param {string[]} lines @param {number} line @param {number} column */
const offset = (lines, line, column) => lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + [...(lines[line - 1] ?? "")].slice(0, column - 1).join("").length;
