// The argument for a bound or a verdict: what it rests on, step by step, and what would be without.

import { copy, h } from "./dom.js";
import { verb } from "./timeline.js";

/**
 * @param {any} document `chrono.explain/1`
 * @param {{command: string, picture: string, words: (id: string, edge: string, side: string) => string, leave: (id: string) => void, close: () => void, pick: (id: string) => void, without: string[]}} how
 * @returns {(Node | string)[]}
 */
export function argument(document, how) {
  const told = (document.explanations ?? []).flatMap((/** @type {any} */ one) => explanation(one, how));
  const copied = h("button", { type: "button", onclick: (/** @type {any} */ event) => copy(how.command, event.target) }, "copy");
  return [
    h("button", { class: "close", type: "button", "aria-label": "close the argument", onclick: how.close }, "×"),
    ...(told.length ? told : [h("p", {}, "Nothing forces it: it is open there.")]),
    how.picture && h("figure", {}, h("img", { src: `data:image/svg+xml,${encodeURIComponent(how.picture)}`, alt: "the steps of the argument as a staircase on the axis of time; the list above says the same" })),
    h("p", { class: "command" }, h("code", {}, how.command), copied),
  ];
}

/** @param {any} one @param {any} how */
function explanation(one, how) {
  const headline = one.edge ? `${one.name}: why ${verb(one.kind, one.edge)} ${how.words(one.id, one.edge, one.side)}` : `${one.id}: why ${one.verdict}`;
  const found = [h("h2", {}, headline)];
  if (!one.preferred) {
    found.push(h("p", {}, "Nothing forces it."));
    return found;
  }
  found.push(premises(one.preferred.premises, how, new Set(one.hinges)));
  if (one.preferred.steps.length) found.push(h("details", { open: true }, h("summary", {}, "step by step"), h("ol", { class: "steps" }, ...one.preferred.steps.map((/** @type {string} */ step) => h("li", {}, step)))));
  for (const [number, other] of (one.others ?? []).entries()) {
    found.push(h("details", {}, h("summary", {}, `another line of argument (${number + 2})`), premises(other.premises, how, new Set())));
  }
  if (one.falls?.length) {
    found.push(h("h3", {}, "It hinges on each of these"), h("ul", { class: "falls" }, ...one.falls.map((/** @type {any} */ fall) => h("li", {}, button(fall.without, how), fall.verdict ? ` without it ${fall.verdict}` : ""))));
  }
  if (one.unmet?.length) {
    found.push(h("details", {}, h("summary", {}, "what nobody has said, and would undo it"), h("ul", {}, ...one.unmet.map((/** @type {any} */ unmet) => h("li", {}, unmet.sentence)))));
  }
  return found;
}

/** @param {any[]} given @param {any} how @param {Set<string>} hinges */
export function premises(given, how, hinges) {
  return h(
    "ul",
    { class: "premises" },
    ...given.map((premise) =>
      h(
        "li",
        {},
        h("span", { class: "says" }, premise.sentence),
        h("span", { class: "cited" }, [premise.id, premise.certainty, premise.source].filter(Boolean).join(" · "), hinges.has(premise.id) && " · it hinges on this"),
        h("span", { class: "place" }, `${premise.file}:${premise.line}`),
        how.leave && button(premise.id, how),
      ),
    ),
  );
}

/** @param {string} id @param {any} how */
function button(id, how) {
  return h("button", { class: "leave", type: "button", "data-key": `leave ${id}`, onclick: () => how.leave(id) }, `leave out ${id}`);
}
