// What is wrong, and the views beside the timeline: hypotheses, rival readings, conflicts, sources.

import { h } from "./dom.js";
import { premises } from "./argument.js";

/** So many contradictions are told in full above the picture. */
const SHOWN = 5;

/**
 * Mistakes in the files, each with its place, its line and its mend.
 * @param {any[]} diagnostics
 * @param {boolean} kept
 * @param {{open: (one: any) => void, mend: (fix: any) => void} | null} editor
 */
export function mistakes(diagnostics, kept, editor) {
  const errors = diagnostics.filter((one) => one.severity === "error");
  if (!errors.length) return [];
  return [
    h("h2", {}, errors.length === 1 ? "A mistake in the files" : `${errors.length} mistakes in the files`),
    kept && h("p", {}, "What is drawn holds of the files as they stood before."),
    h("ul", { class: "mistakes" }, ...errors.map((one) => mistake(one, editor))),
  ];
}

/** @param {any} one @param {any} editor */
function mistake(one, editor) {
  const place = one.file ? `${one.file}${one.line ? `:${one.line}` : ""}` : "";
  return h(
    "li",
    {},
    h("strong", {}, one.message),
    place && (editor ? h("button", { class: "place", type: "button", "data-key": `edit ${place}`, onclick: () => editor.open(one) }, place) : h("span", { class: "place" }, place)),
    one.snippet && h("code", { class: "snippet" }, one.snippet),
    one.help && h("span", { class: "help" }, one.help),
    ...(editor ? (one.fixes ?? []).map((/** @type {any} */ fix) => h("button", { type: "button", "data-key": `mend ${place} ${fix.title}`, onclick: () => editor.mend(fix) }, fix.title)) : []),
  );
}

/**
 * What contradicts what, and each repair with the windows that follow from it.
 * @param {any} drawn a document `chrono.timeline/1` of contradictory evidence
 * @param {any[]} rows what is drawn after each repair
 * @param {(id: string) => void} leave
 * @param {(ids: string[]) => void} repair
 */
export function contradiction(drawn, rows, leave, repair) {
  const reasons = drawn.conflict_reasons ?? [];
  const found = [h("h2", {}, "A contradiction: these cannot all be true")];
  for (const reason of reasons.slice(0, SHOWN)) found.push(premises(reason.premises ?? [], { leave }, new Set()));
  if (reasons.length > SHOWN) found.push(h("p", {}, `And ${reasons.length - SHOWN} more contradictions, each of other things.`));
  const windows = new Map();
  for (const row of rows) {
    const key = row.under.join(" ");
    windows.set(key, [...(windows.get(key) ?? []), row]);
  }
  if (windows.size) found.push(h("h3", {}, "What would have to go, and what then follows"));
  for (const rows of windows.values()) {
    const ids = rows[0].under;
    found.push(
      h(
        "details",
        { class: "repair" },
        h("summary", {}, `give up ${ids.join(", ")}`),
        h("button", { type: "button", "data-key": `repair ${ids.join(" ")}`, onclick: () => repair(ids) }, `leave out ${ids.length === 1 ? ids[0] : "these"} and draw`),
        h("ul", { class: "windows" }, ...rows.map((/** @type {any} */ row) => h("li", {}, h("strong", {}, row.name), ` ${row.said.join(", ")}`))),
      ),
    );
  }
  return found;
}

/** @param {any} document `chrono.check/1` @param {(id: string) => void} choose */
export function hypotheses(document, choose) {
  if (!document.results?.length) return [h("h2", {}, "Hypotheses"), h("p", {}, "None is declared.")];
  return [
    h("h2", {}, "Hypotheses"),
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, ...["hypothesis", "verdict", "expected", "claim"].map((name) => h("th", { scope: "col" }, name)))),
      h(
        "tbody",
        {},
        ...document.results.map((/** @type {any} */ one) =>
          h(
            "tr",
            { class: one.ok ? "" : "unexpected" },
            h("th", { scope: "row" }, h("button", { type: "button", "data-key": `why ${one.id}`, onclick: () => choose(one.id) }, one.id)),
            h("td", {}, one.verdict),
            h("td", {}, one.ok ? "as expected" : `expected ${one.expect}`),
            h("td", {}, h("code", {}, one.claim), one.why && h("span", { class: "says" }, one.why)),
          ),
        ),
      ),
    ),
  ];
}

/** The screen of a command. @param {string} title @param {string} text */
export function screen(title, text) {
  return [h("h2", {}, title), h("pre", { tabindex: 0, role: "region", "aria-label": title }, text)];
}

/** @param {any} things @param {(id: string) => void} leave */
export function sources(things, leave) {
  return [
    h("h2", {}, "Sources"),
    h("ul", { class: "sources" }, ...(things.sources ?? []).map((/** @type {any} */ one) => h("li", {}, h("strong", {}, one.title), h("span", { class: "cited" }, one.id), h("button", { type: "button", "data-key": `leave ${one.id}`, onclick: () => leave(one.id) }, "leave out all that cites it")))),
  ];
}
