// The files of the chronology in an editor, where chrono serve was started with --edit. A text is written only over what
// it was made from; what somebody else saved meanwhile is told, and never lost.

import { fill, h } from "./dom.js";

/** @typedef {{text: string, saved: string, digest: string, said: string, other: {text: string, digest: string} | null}} Buffer */

/** @type {Map<string, Buffer>} */
const buffers = new Map();
let open = "";
/** @type {{line: number, column: number, length: number} | null} */
let wanted = null;
/** @type {HTMLTextAreaElement | null} */
let area = null;

export const edited = () => "edit" in document.body.dataset;

addEventListener("beforeunload", (event) => {
  if ([...buffers.values()].some((buffer) => buffer.text !== buffer.saved)) event.preventDefault();
});

/** Draws the editor, with what was typed in it. @param {HTMLElement} place */
export async function files(place) {
  const names = (await (await fetch("/api/files")).json()).files;
  if (!names.includes(open)) open = names[0] ?? "";
  if (!open) return fill(place, h("h2", {}, "Files"), h("p", {}, "There is no file here."));
  await refresh(open);
  draw(place, names);
}

/** Reads a file again, where nothing was typed over it. @param {string} name */
async function refresh(name) {
  const reply = await fetch(`/api/file?name=${encodeURIComponent(name)}`);
  const told = await reply.json();
  const buffer = buffers.get(name);
  if (!reply.ok) {
    if (!buffer) buffers.set(name, { text: "", saved: "", digest: "", said: told.diagnostics[0].message, other: null });
  } else if (!buffer || buffer.digest === "" || (buffer.text === buffer.saved && buffer.digest !== told.digest)) {
    buffers.set(name, { text: told.text, saved: told.text, digest: told.digest, said: "", other: null });
  } else if (buffer.digest !== told.digest) {
    buffer.other = told;
  }
}

/** @param {HTMLElement} place @param {string[]} names */
function draw(place, names) {
  const buffer = /** @type {Buffer} */ (buffers.get(open));
  const there = area?.isConnected && area.dataset.name === open ? area : null;
  if (!there) {
    area = h("textarea", {
      "data-key": "editor",
      "data-name": open,
      "aria-label": `text of ${open}`,
      spellcheck: "false",
      wrap: "off",
      disabled: buffer.digest === "",
      oninput: () => {
        buffer.text = /** @type {HTMLTextAreaElement} */ (area).value;
        buffer.said = "";
        state(place, names);
      },
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
          event.preventDefault();
          save(place, names);
        }
      },
    });
    fill(
      place,
      h("h2", {}, "Files"),
      h("div", { class: "tools" }, h("label", {}, "file ", h("select", { "data-key": "file", onchange: (/** @type {any} */ event) => {
        open = event.target.value;
        files(place);
      } }, ...names.map((name) => h("option", { value: name, selected: name === open }, name)))), h("span", { id: "saving" })),
      area,
    );
  }
  const now = /** @type {HTMLTextAreaElement} */ (area);
  if (now.value !== buffer.text) {
    const at = now.selectionStart;
    now.value = buffer.text;
    now.setSelectionRange(at, at);
  }
  state(place, names);
  if (wanted) show(now, wanted);
  wanted = null;
}

/** Whether it is saved, and what else there is to say. @param {HTMLElement} place @param {string[]} names */
function state(place, names) {
  const buffer = /** @type {Buffer} */ (buffers.get(open));
  const saving = document.getElementById("saving");
  if (!saving) return;
  const typed = buffer.text !== buffer.saved;
  const other = buffer.other;
  fill(
    saving,
    h("button", { type: "button", "data-key": "save", disabled: !typed || other !== null, onclick: () => save(place, names) }, "save"),
    h("button", { type: "button", "data-key": "revert", disabled: !typed, onclick: () => {
      buffer.text = buffer.saved;
      buffer.said = "";
      draw(place, names);
    } }, "undo what is not saved"),
    h("span", { role: "status" }, buffer.said || (typed ? "not saved yet" : "saved")),
    other && h("span", { class: "changed" }, " Somebody else has changed the file. "),
    other && h("button", { type: "button", "data-key": "theirs", onclick: () => {
      Object.assign(buffer, { text: other.text, saved: other.text, digest: other.digest, other: null, said: "" });
      draw(place, names);
    } }, "take theirs"),
    other && h("button", { type: "button", "data-key": "mine", onclick: () => {
      Object.assign(buffer, { saved: other.text, digest: other.digest, other: null, said: "" });
      draw(place, names);
    } }, "keep mine, to be saved over it"),
    other && h("details", {}, h("summary", {}, "what it holds now"), h("pre", { tabindex: 0 }, other.text)),
  );
}

/** @param {HTMLElement} place @param {string[]} names */
async function save(place, names) {
  const name = open;
  const buffer = /** @type {Buffer} */ (buffers.get(name));
  if (buffer.text === buffer.saved) return;
  const text = buffer.text;
  const reply = await fetch("/api/file", { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ name, text, digest: buffer.digest }) });
  const told = await reply.json();
  if (reply.ok) Object.assign(buffer, { saved: text, digest: told.digest, said: "", other: null });
  else if (reply.status === 409) buffer.other = told;
  else buffer.said = told.diagnostics[0].message;
  if (name === open) state(place, names);
}

/** Has the editor open at a place of a file. @param {string} name @param {number} line @param {number} column @param {number} length */
export function goTo(name, line, column = 1, length = 0) {
  open = name;
  wanted = { line, column, length };
}

/** @param {HTMLTextAreaElement} text @param {{line: number, column: number, length: number}} at */
function show(text, at) {
  const lines = text.value.split("\n");
  const start = lines.slice(0, at.line - 1).reduce((sum, line) => sum + line.length + 1, 0) + units(lines[at.line - 1] ?? "", at.column - 1);
  text.focus();
  text.setSelectionRange(start, start + Math.max(0, at.length));
  text.scrollTop = Math.max(0, ((at.line - 5) / lines.length) * text.scrollHeight);
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
  const at = (/** @type {number} */ line, /** @type {number} */ column) => lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + units(lines[line - 1] ?? "", column - 1);
  buffer.text = buffer.text.slice(0, at(fix.line, fix.column)) + fix.text + buffer.text.slice(at(fix.end_line, fix.end_column));
  buffer.said = `${fix.title}: not saved yet`;
  goTo(fix.file, fix.line, fix.column, fix.text.length);
}

/** How many units of a text so many of its characters take. @param {string} line @param {number} characters */
const units = (line, characters) => [...line].slice(0, characters).join("").length;
