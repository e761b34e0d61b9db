// The question: what is left out, set and laid over, which view and which bound are looked at. It lives in the address
// behind the #, so that it can be kept and sent to somebody who has the same files.

/**
 * @typedef {object} Question
 * @property {string[]} without
 * @property {Record<string, string>} set
 * @property {string[]} with
 * @property {string} at_least
 * @property {string} view
 * @property {string} chosen `ID`, or `ID.edge.side`
 * @property {string[] | null} kinds which spans are shown; null for what the size of the chronology suggests
 * @property {string} from
 * @property {string} to
 */

export const VIEWS = ["timeline", "hypotheses", "rivals", "conflicts", "sources"];
export const KINDS = ["document", "event", "person", "period"];

/** @returns {Question} */
export function asItStands() {
  return { without: [], set: {}, with: [], at_least: "", view: "timeline", chosen: "", kinds: null, from: "", to: "" };
}

/** @param {string} fragment @returns {Question} */
export function read(fragment) {
  const found = new URLSearchParams(fragment.replace(/^#/, ""));
  const question = asItStands();
  question.without = [...new Set(found.getAll("without"))];
  question.with = [...new Set(found.getAll("with"))];
  for (const given of found.getAll("set")) {
    const at = given.indexOf("=");
    if (at > 0) question.set[given.slice(0, at)] = given.slice(at + 1);
  }
  for (const name of /** @type {const} */ (["at_least", "view", "chosen", "from", "to"])) question[name] = found.get(name) ?? question[name];
  if (found.has("kinds")) question.kinds = (found.get("kinds") ?? "").split(" ").filter((kind) => KINDS.includes(kind));
  return question;
}

/** @param {Question} question */
export function written(question) {
  const found = new URLSearchParams();
  for (const id of question.without) found.append("without", id);
  for (const file of question.with) found.append("with", file);
  for (const [name, value] of Object.entries(question.set)) found.append("set", `${name}=${value}`);
  for (const name of /** @type {const} */ (["at_least", "chosen", "from", "to"])) if (question[name]) found.set(name, question[name]);
  if (question.view !== "timeline") found.set("view", question.view);
  if (question.kinds) found.set("kinds", question.kinds.join(" "));
  return found.toString();
}

/** Whether anything about the evidence is changed. @param {Question} question */
export function changes(question) {
  return question.without.length > 0 || question.with.length > 0 || Object.keys(question.set).length > 0 || question.at_least !== "";
}

/** What every command takes. @param {Question} question */
export function options(question) {
  return { without: question.without, with: question.with, set: question.set, at_least: question.at_least };
}

/** @param {Question} question @param {string[]} kinds */
export function timeline(question, kinds) {
  return { ids: kinds.map((kind) => `kind:${kind}`), windows: true, all: true, from: question.from, to: question.to };
}

/** @param {string} chosen @returns {[string, string, string]} */
export function bound(chosen) {
  const found = /^(.*)\.(start|end)\.(earliest|latest)$/.exec(chosen);
  return found ? [found[1], found[2], found[3]] : [chosen, "", ""];
}

/** A word for a shell. @param {string} word */
function quoted(word) {
  return /^[A-Za-z0-9_\-./:=]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/**
 * The command that gives the same answer.
 * @param {Question} question
 * @param {string[]} words the command and what it alone takes
 */
export function command(question, words) {
  const said = ["chrono", ...words.map(quoted)];
  for (const id of question.without) said.push("--without", quoted(id));
  for (const file of question.with) said.push("--with", quoted(file));
  for (const [name, value] of Object.entries(question.set)) said.push("--set", quoted(`${name}=${value}`));
  if (question.at_least) said.push("--at-least", question.at_least);
  return said.join(" ");
}
