// A setting of a rule: its value as a text and as a place on a slider, and the values at which a verdict or a bound turns.

import { fill, h } from "./dom.js";

/**
 * What turns at some value of a setting. Of a verdict the regions, of the bound that is chosen where it stays.
 * @typedef {{of: string, unit: string, regions: {from: number, to: number | null, says: string}[]}} Turns
 */

const UNITS = ["day", "week", "month", "year"];
/** How far a slider reaches where nothing turns further on. */
const REACH = { day: 30, week: 20, month: 24, year: 50 };
/** The share of a slider within which what is dragged goes to where something turns. */
const NEAR = 0.02;

/** A value that is told in one unit. @param {string} text */
function amount(text) {
  const found = /^\s*(\d{1,6})\s+([a-z]+?)s?\s*$/.exec(text);
  return found && UNITS.includes(found[2]) ? { count: Number(found[1]), unit: found[2] } : null;
}

/** @param {number} count @param {string} unit */
const said = (count, unit) => `${count} ${unit}${count === 1 ? "" : "s"}`;

/**
 * What turns, of the documents of `check` and of `explain`.
 * @param {any} checked `chrono.check/1`, or null
 * @param {any} explained `chrono.explain/1` of a bound, or null
 * @param {string} called the bound in words
 * @returns {Map<string, Turns[]>} by setting
 */
export function turnsOf(checked, explained, called) {
  /** @type {Map<string, Turns[]>} */
  const found = new Map();
  const add = (/** @type {any} */ one, /** @type {Turns} */ turns) => found.set(one.setting, [...(found.get(one.setting) ?? []), turns]);
  for (const result of checked?.results ?? [])
    for (const one of result.thresholds ?? []) if (one.found && one.regions.length > 1) add(one, { of: result.id, unit: one.unit, regions: one.regions.map((/** @type {any} */ region) => ({ from: region.from, to: region.to, says: region.verdict })) });
  for (const explanation of explained?.explanations ?? [])
    for (const one of explanation.thresholds ?? []) {
      if (!one.found) continue;
      const regions = [];
      if (one.stays_from > 0) regions.push({ from: 0, to: one.stays_from - 1, says: "elsewhere" });
      regions.push({ from: one.stays_from ?? 0, to: one.stays_to, says: "as it is" });
      if (one.stays_to !== null && (one.settled_from === null || one.settled_from > one.stays_to + 1)) regions.push({ from: one.stays_to + 1, to: one.settled_from === null ? null : one.settled_from - 1, says: "moves with it" });
      if (one.settled_from !== null && one.settled_from > (one.stays_to ?? Infinity)) regions.push({ from: one.settled_from, to: null, says: "no longer rests on it" });
      if (regions.length > 1) add(one, { of: called, unit: one.unit, regions });
    }
  return found;
}

/**
 * @param {{id: string, value: string, title: string}} one
 * @param {string | undefined} value what it is set to, where it is not as the files say
 * @param {Turns[]} turns
 * @param {{put: (text: string, passing: boolean) => void, held: (dragged: boolean) => void}} how
 */
export function setting(one, value, turns, how) {
  const own = amount(one.value);
  const now = amount(value ?? one.value);
  const text = h("input", { type: "text", "data-key": `set ${one.id}`, value: value ?? one.value, title: one.title, onchange: (/** @type {any} */ event) => how.put(event.target.value, false) });
  const places = h("ul", { class: "turns" });
  const item = h(
    "li",
    { class: value === undefined ? "setting" : "setting changed" },
    h("label", {}, h("span", { class: "id" }, one.id), text),
    own && now && own.unit === now.unit && slider(one, own, now.count, turns, places, text, how),
    places,
    value !== undefined && h("button", { type: "button", "data-key": `unset ${one.id}`, onclick: () => how.put("", false) }, `back to ${one.value}`),
  );
  if (now) regions(places, one.id, turns, now, how);
  return item;
}

/**
 * @param {{id: string, value: string}} one @param {{count: number, unit: string}} own @param {number} count
 * @param {Turns[]} turns @param {HTMLElement} places @param {HTMLInputElement} text @param {any} how
 */
function slider(one, own, count, turns, places, text, how) {
  const edges = [...new Set(turns.filter((some) => some.unit === `${own.unit}s`).flatMap((some) => some.regions.flatMap(({ from, to }) => (to === null ? [from] : [from, to]))))];
  const near = edges.filter((edge) => edge <= 3 * REACH[/** @type {keyof typeof REACH} */ (own.unit)]);
  const most = Math.max(REACH[/** @type {keyof typeof REACH} */ (own.unit)], 2 * own.count, count, ...near.map((edge) => Math.ceil(edge * 1.25)));
  let dragged = false;
  const range = h("input", {
    type: "range", min: 0, max: most, step: 1, value: count, "data-key": `slide ${one.id}`, "aria-label": `${one.id}, in ${own.unit}s`,
    onpointerdown: () => how.held((dragged = true)),
    onpointerup: () => (dragged = false),
    oninput: () => {
      let at = Number(range.value);
      // Dragged, it stays where something turns; step by step it goes everywhere.
      if (dragged) at = near.find((edge) => Math.abs(edge - at) <= Math.max(0.4, most * NEAR)) ?? at;
      range.value = String(at);
      text.value = said(at, own.unit);
      range.setAttribute("aria-valuetext", told(one.id, turns, at, own.unit));
      regions(places, one.id, turns, { count: at, unit: own.unit }, how);
      how.put(said(at, own.unit), true);
    },
    onchange: () => {
      how.held(false);
      how.put(said(Number(range.value), own.unit), false);
    },
  });
  range.setAttribute("aria-valuetext", told(one.id, turns, count, own.unit));
  return range;
}

/** @param {{from: number, to: number | null}} region @param {number} at */
const holds = (region, at) => region.from <= at && (region.to === null || at <= region.to);

/** @param {string} id @param {Turns[]} turns @param {number} at @param {string} unit */
function told(id, turns, at, unit) {
  const found = turns.filter((some) => some.unit === `${unit}s`).map((some) => `${some.of} ${some.regions.find((region) => holds(region, at))?.says ?? ""}`);
  return [said(at, unit), ...found].join(", ");
}

/**
 * The stretches of values in which a verdict is the same, each to be gone to.
 * @param {HTMLElement} places @param {string} id @param {Turns[]} turns @param {{count: number, unit: string}} now @param {any} how
 */
function regions(places, id, turns, now, how) {
  const items = turns
    .filter((some) => some.unit === `${now.unit}s`)
    .map((some) =>
      h(
        "li",
        {},
        h("span", { class: "of" }, some.of),
        ...some.regions.map((region) => {
          const here = holds(region, now.count);
          const last = said(region.to ?? region.from, now.unit);
          const stretch = region.to === null ? `from ${last}` : region.from === region.to ? `at ${last}` : region.from === 0 ? `to ${last}` : `${region.from} to ${last}`;
          const to = region.from > now.count ? region.from : region.to ?? region.from;
          return h("button", { type: "button", class: "region", "data-key": `turn ${id} ${some.of} ${region.from}`, "aria-pressed": String(here), onclick: () => here || how.put(said(to, now.unit), false) }, `${region.says} ${stretch}`);
        }),
      ),
    );
  fill(places, ...items);
}
