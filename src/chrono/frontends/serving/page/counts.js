// What counts: evidence, rules, sources and tags as switches, the settings of rules, other readings, how certain.

import { h } from "./dom.js";
import { setting } from "./setting.js";

const LEVELS = ["certain", "strong", "moderate", "weak"];

/**
 * @param {any} things
 * @param {import("./question.js").Question} question
 * @param {(change: (question: import("./question.js").Question) => void) => void} change
 * @param {string} sought
 * @param {(text: string) => void} seek
 * @param {{turns: Map<string, import("./setting.js").Turns[]>, slide: (how: (question: import("./question.js").Question) => void) => void, held: (dragged: boolean) => void}} sliding
 */
export function counts(things, question, change, sought, seek, sliding) {
  if (!things?.evidence) return [];
  const fits = (/** @type {string[]} */ ...texts) => texts.join(" ").toLowerCase().includes(sought.toLowerCase());
  const left = (/** @type {string} */ id) => question.without.includes(id);
  const toggle = (/** @type {string} */ id, /** @type {string} */ says, /** @type {string} */ more) =>
    h(
      "li",
      { class: left(id) ? "left-out" : "" },
      h(
        "label",
        {},
        h("input", {
          type: "checkbox",
          "data-key": `counts ${id}`,
          checked: !left(id),
          onchange: () => change((q) => (q.without = left(id) ? q.without.filter((other) => other !== id) : [...q.without, id])),
        }),
        h("span", { class: "id" }, id),
        h("span", { class: "says" }, says),
        h("span", { class: "cited" }, more),
      ),
    );
  const readings = things.overlays.filter((/** @type {string} */ file) => fits(file)).map((/** @type {string} */ file) =>
    h(
      "li",
      { class: question.with.includes(file) ? "laid-over" : "" },
      h(
        "label",
        {},
        h("input", {
          type: "checkbox",
          "data-key": `with ${file}`,
          checked: question.with.includes(file),
          onchange: () => change((q) => (q.with = q.with.includes(file) ? q.with.filter((other) => other !== file) : [...q.with, file])),
        }),
        h("span", { class: "id" }, file),
      ),
    ),
  );
  const put = (/** @type {any} */ one) => (/** @type {string} */ text, /** @type {boolean} */ passing) =>
    (passing ? sliding.slide : change)((q) => {
      if (text.trim() === "" || text.trim() === one.value) delete q.set[one.id];
      else q.set[one.id] = text.trim();
    });
  const settings = things.rules.flatMap((/** @type {any} */ rule) => rule.settings.map((/** @type {any} */ setting) => ({ ...setting, title: rule.title })));
  // First those on which something turns.
  settings.sort((/** @type {any} */ one, /** @type {any} */ other) => Number(sliding.turns.has(other.id)) - Number(sliding.turns.has(one.id)));
  return [
    h("h2", {}, "What counts"),
    h("p", { class: "hint" }, "Untick what you doubt. The files stay as they are."),
    h("input", { type: "search", "data-key": "seek", "aria-label": "find among what counts", placeholder: "find", value: sought, oninput: (/** @type {any} */ event) => seek(event.target.value) }),
    h(
      "label",
      { class: "level" },
      "Count only what is at least ",
      h(
        "select",
        { "data-key": "level", onchange: (/** @type {any} */ event) => change((q) => (q.at_least = event.target.value)) },
        h("option", { value: "", selected: question.at_least === "" }, `${things.admit}, as the files say`),
        ...LEVELS.map((level) => h("option", { value: level, selected: question.at_least === level }, level)),
      ),
    ),
    part("Evidence", things.evidence.filter((/** @type {any} */ one) => fits(one.id, one.says)).map((/** @type {any} */ one) => toggle(one.id, one.says, `${one.certainty} · ${one.at}`)), true),
    part("Settings", settings.filter((/** @type {any} */ one) => fits(one.id, one.title)).map((/** @type {any} */ one) => setting(one, question.set[one.id], sliding.turns.get(one.id) ?? [], { put: put(one), held: sliding.held })), true),
    part("Other readings", readings, true),
    part("Rules", things.rules.filter((/** @type {any} */ one) => fits(one.id, one.title)).map((/** @type {any} */ one) => toggle(one.id, one.title, `${one.certainty} · ${one.at}`)), sought !== ""),
    part("Sources", things.sources.filter((/** @type {any} */ one) => fits(one.id, one.title)).map((/** @type {any} */ one) => toggle(one.id, one.title, "")), sought !== ""),
    part("Tags", things.tags.filter((/** @type {string} */ tag) => fits(tag)).map((/** @type {string} */ tag) => toggle(tag, "", "")), sought !== ""),
  ];
}

/** @param {string} title @param {Node[]} items @param {boolean} open */
function part(title, items, open) {
  return items.length > 0 && h("details", { open }, h("summary", {}, `${title} (${items.length})`), h("ul", { class: "switches" }, ...items));
}
