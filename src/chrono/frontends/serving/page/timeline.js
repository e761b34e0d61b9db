// The timeline: rows of marks on one axis. It places the marks that it is given and decides nothing about a window.

import { byId, fill, h } from "./dom.js";

const VERBS = { person: ["born", "died"], event: ["began", "ended"], period: ["began", "ended"], document: ["begun", "finished"] };

/** What is seen of the axis: the first step and how many there are. Kept while the page is open. */
export const view = { first: 0, size: 1, own: false, whole: [0, 1] };

/** @param {string} kind @param {string} edge */
export const verb = (kind, edge) => (VERBS[/** @type {keyof typeof VERBS} */ (kind)] ?? VERBS.event)[edge === "start" ? 0 : 1];

/**
 * The rows of a document on their axis, with the windows of another below them where these differ.
 * @param {any} drawn a document `chrono.timeline/1`
 * @param {any | null} before the same as it stands, or null
 * @param {{chosen: string, choose: (chosen: string) => void, stale: boolean}} how
 */
export function draw(drawn, before, how) {
  view.whole = [drawn.steps[0], drawn.steps[1] + 1];
  if (!view.own) [view.first, view.size] = [view.whole[0], view.whole[1] - view.whole[0]];
  const was = new Map((before?.rows ?? []).map((/** @type {any} */ row) => [row.id, row]));
  const list = h("ol", { class: "rows", id: "rows" });
  let group = null;
  for (const row of drawn.rows) {
    if (row.group && row.group !== group) list.append(h("li", { class: "group" }, row.group));
    group = row.group;
    list.append(rowOf(row, was.get(row.id) ?? null, how));
  }
  const axis = h("div", { class: "axis", "aria-hidden": "true" }, h("div", { class: "track", id: "ticks" }, ...drawn.ticks.map(tickOf)));
  const chart = h("div", { class: how.stale ? "chart stale" : "chart", id: "chart" }, axis, list);
  for (const reference of drawn.references) chart.append(referenceOf(reference));
  roving(list);
  move(chart);
  return chart;
}

/** @param {any} row @param {any | null} was @param {any} how */
function rowOf(row, was, how) {
  const moved = was !== null && was.said.join() !== row.said.join();
  const track = h("div", { class: "track" });
  if (moved) for (const mark of was.marks) track.append(stretch(mark, "ghost"));
  for (const mark of row.marks) track.append(stretch(mark, "mark"));
  if (row.under.length === 0) for (const edge of edgesOf(row)) track.append(edgeOf(row, edge, how));
  const chosen = how.chosen.split(".")[0] === row.id;
  const words = h("div", { class: "words" }, ...row.said.map((/** @type {string} */ said) => h("span", {}, said)));
  if (moved) words.append(h("span", { class: "before" }, `before: ${was.said.join(", ")}`));
  if (row.firm === false) words.append(h("span", { class: "hangs" }, "hangs on what is given up"));
  const name = h("button", { class: "name", type: "button", "data-key": row.id, title: row.name, onclick: () => how.choose(row.id) }, row.name);
  return h("li", { class: `row ${row.kind}${chosen ? " chosen" : ""}${moved ? " moved" : ""}`, "data-id": row.id, vars: { "--lines": words.childElementCount } }, name, track, words);
}

/** The ends that are there and differ: of a moment the one. @param {any} row */
function edgesOf(row) {
  const found = row.edges.filter((/** @type {any} */ edge) => edge.step !== null);
  if (row.marks.some((/** @type {any} */ mark) => mark.class === "at")) return found.filter((/** @type {any} */ edge) => edge.edge === "end");
  return found;
}

/** @param {any} mark @param {string} kind */
function stretch(mark, kind) {
  const [first, last] = mark.steps;
  return h("div", {
    class: `${kind} ${mark.class} ${mark.lane}${first === null ? " open-left" : ""}${last === null ? " open-right" : ""}`,
    vars: { "--a": first === null ? -1e7 : first - view.whole[0], "--b": last === null ? 1e7 : last + 1 - view.whole[0] },
  });
}

/** @param {any} row @param {any} edge @param {any} how */
function edgeOf(row, edge, how) {
  const key = `${row.id}.${edge.edge}.${edge.side}`;
  const lane = row.marks.some((/** @type {any} */ mark) => mark.lane !== "whole") ? (edge.edge === "start" ? "upper" : "lower") : "whole";
  const said = `${row.name}: why ${verb(row.kind, edge.edge)} ${edge.label}`;
  return h("button", {
    class: `edge ${lane} ${edge.side}${edge.proven ? "" : " unproven"}${how.chosen === key ? " chosen" : ""}`,
    type: "button",
    tabindex: -1,
    title: said,
    "aria-label": said,
    "data-key": key,
    vars: { "--a": edge.step + (edge.side === "latest" ? 1 : 0) - view.whole[0] },
    onclick: () => how.choose(key),
  });
}

/** @param {any} reference */
function referenceOf(reference) {
  const [first, last] = reference.steps;
  const vars = { "--a": first - view.whole[0], "--b": last + 1 - view.whole[0] };
  return h("div", { class: "references", "aria-hidden": "true" }, h("div", { class: "reference", title: reference.label, vars }));
}

/** @param {{step: number, label: string, major: boolean}[]} found */
export function ticks(found) {
  const place = byId("ticks");
  if (place) fill(place, ...found.map(tickOf));
}

/** @param {{step: number, label: string, major: boolean}} tick */
function tickOf(tick) {
  return h("span", { class: tick.major ? "tick" : "tick minor", vars: { "--a": tick.step - view.whole[0] } }, tick.label);
}

/** Has everything stand where the view says. @param {HTMLElement | null} [chart] */
export function move(chart = byId("chart")) {
  chart?.style.setProperty("--f", String(view.first - view.whole[0]));
  chart?.style.setProperty("--k", `${100 / view.size}%`);
}

/**
 * Zooms about a place of the axis, 0 at its left and 1 at its right.
 * @param {number} factor
 * @param {number} at
 */
export function zoom(factor, at = 0.5) {
  const whole = view.whole[1] - view.whole[0];
  const size = Math.max(2, Math.min(whole, view.size * factor));
  const first = view.first + (view.size - size) * at;
  view.own = size < whole;
  view.size = size;
  view.first = view.own ? Math.max(view.whole[0] - whole / 10, Math.min(view.whole[1] + whole / 10 - size, first)) : view.whole[0];
  move();
}

/** @param {number} share of what is seen */
export function pan(share) {
  if (!view.own) return;
  view.first = Math.max(view.whole[0], Math.min(view.whole[1] - view.size, view.first + share * view.size));
  move();
}

/** One stop of the Tab key for all of the rows: arrows go from bound to bound, and Enter opens. @param {HTMLElement} list */
function roving(list) {
  const rows = [...list.querySelectorAll(".row")].map((row) => /** @type {HTMLElement[]} */ ([...row.querySelectorAll("button")]));
  const all = rows.flat();
  const key = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.key;
  const stop = all.find((button) => button.dataset.key === key) ?? all.find((button) => button.classList.contains("chosen")) ?? all[0];
  for (const button of all) button.tabIndex = button === stop ? 0 : -1;
  list.addEventListener("focusin", (event) => {
    for (const button of all) button.tabIndex = button === event.target ? 0 : -1;
  });
  list.addEventListener("keydown", (event) => {
    const row = rows.findIndex((buttons) => buttons.includes(/** @type {HTMLElement} */ (event.target)));
    if (row < 0) return;
    const at = rows[row].indexOf(/** @type {HTMLElement} */ (event.target));
    const to =
      event.key === "ArrowRight" ? rows[row][at + 1] : event.key === "ArrowLeft" ? rows[row][at - 1]
      : event.key === "ArrowDown" ? next(rows, row + 1, at) : event.key === "ArrowUp" ? next(rows, row - 1, at)
      : event.key === "Home" ? all[0] : event.key === "End" ? all[all.length - 1] : undefined;
    if (!to) return;
    event.preventDefault();
    to.focus();
  });
}

/** @param {HTMLElement[][]} rows @param {number} row @param {number} at */
function next(rows, row, at) {
  return rows[row]?.[Math.min(at, rows[row].length - 1)];
}
