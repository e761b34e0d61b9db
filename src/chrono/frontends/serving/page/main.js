// The page: hears of new states of the files, puts the question, and draws what comes back.

import { argument } from "./argument.js";
import { Superseded, ask, get } from "./ask.js";
import { counts } from "./counts.js";
import { byId, copy, fill, h } from "./dom.js";
import { edited, files, goTo, heard, mend } from "./files.js";
import { KINDS, VIEWS, asItStands, bound, changes, command, options, read, timeline as body, written } from "./question.js";
import { turnsOf } from "./setting.js";
import * as timeline from "./timeline.js";
import { contradiction, hypotheses, mistakes, screen, sources } from "./views.js";

/** @typedef {import("./question.js").Question} Question */

const MANY = 60;
/** What is known of the files, and what was drawn of them. */
const known = {
  /** The state there is now, and the last that could be read. */
  now: 0,
  good: 0,
  /** @type {any} */ things: null,
  /** @type {any[]} */ mistakes: [],
  /** @type {any} */ drawn: null,
  /** The state that is drawn. */
  shown: 0,
  /** What is drawn of contradictory evidence, after each of its repairs. @type {any[]} */ repairs: [],
  /** @type {any} */ standing: null,
  /** @type {any} The last picture without a contradiction. */ whole: null,
  /** @type {any} */ refusal: null,
  sought: "",
  working: "",
  /** The question that is worked at, by its number. */
  asking: 0,
  /** At which values of settings something turns, and of which question that was asked. */
  turns: new Map(),
  turning: "",
  /** What the argument that is shown rests on. @type {Set<string>} */
  rests: new Set(),
  /** Whether a slider is held: what it stands in is not drawn anew under the hand. */
  held: false,
};
let question = read(location.hash);
let generation = 0;
let busy = 0;

/** Does something, and has `data-busy` say how much of such is being done, for whoever needs to know that all is there. @template T @param {() => Promise<T>} doing */
async function busied(doing) {
  document.body.dataset.busy = String((busy += 1));
  try {
    return await doing();
  } finally {
    document.body.dataset.busy = String((busy -= 1));
  }
}

// -- the question

/** Changes the question, and puts it. @param {(question: Question) => void} how */
function change(how) {
  const next = structuredClone(question);
  how(next);
  const told = written(next);
  const address = told ? `#${told}` : location.pathname;
  // A slider that is let go has moved the question already, and not the address.
  if (told === written(question) && location.hash === (told ? `#${told}` : "")) return;
  question = next;
  history.pushState(null, "", address);
  put();
}

/** The same while a slider moves, one question at a time: of all that it passes the address has nothing. @param {(question: Question) => void} how */
async function slide(how) {
  const next = structuredClone(question);
  how(next);
  if (written(next) === written(question)) return;
  question = next;
  if (sliding) return;
  for (sliding = true; sliding; ) {
    const asked = written(question);
    await put(true);
    sliding = known.held && asked !== written(question);
  }
}
let sliding = false;

addEventListener("popstate", () => {
  question = read(location.hash);
  put();
});

/** @param {string} id */
const leave = (id) => change((q) => q.without.includes(id) || q.without.push(id));
/** @param {string} chosen */
const choose = (chosen) => change((q) => (q.chosen = q.chosen === chosen ? "" : chosen));

/** The kinds of spans that are shown. */
function kinds() {
  const there = KINDS.filter((kind) => known.things?.spans?.some((/** @type {any} */ span) => span.kind === kind));
  const few = (known.things?.spans?.length ?? 0) <= MANY || !there.includes("document");
  const wanted = question.kinds ?? (few ? there : ["document"]);
  const found = there.filter((kind) => wanted.includes(kind));
  return found.length ? found : there;
}

// -- what is asked

/**
 * Puts the question about the state that can be read, and draws each answer as it comes.
 * @param {boolean} [passing] what is passed by a slider is seen, and not argued
 */
const put = (passing = false) => busied(() => answered(passing));

/** @param {boolean} passing */
async function answered(passing) {
  const mine = (generation += 1);
  const state = known.good;
  chrome();
  if (!state) {
    drawWrong();
    if (question.view === "files") await beside(mine, 0);
    return;
  }
  known.asking = mine;
  working("working…");
  try {
    if (known.things?.state !== state) known.things = (await get("things", state)).document;
    if (mine !== generation) return;
    chrome();
    const shape = body(question, kinds());
    const found = await ask("timeline", { ...shape, ...options(question), state });
    if (mine !== generation) return;
    known.refusal = found.status === 400 ? found.document : null;
    if (!known.refusal) [known.drawn, known.shown, known.repairs] = [found.document, state, found.document.rows.filter(repaired)];
    if (!changes(question) && !known.refusal) known.standing = { state, asked: JSON.stringify(shape), document: found.document };
    if (known.drawn && known.drawn.status !== "inconsistent" && !known.refusal) known.whole = known.drawn;
    draw();
    performance.mark("drawn", { detail: { state, inputs: found.document.inputs } });
    document.body.dataset.drawn = String(state);
    if (changes(question) && !isStanding(state, shape)) {
      const before = await ask("timeline", { ...shape, state }, "standing");
      if (mine !== generation) return;
      if (before.status === 200) known.standing = { state, asked: JSON.stringify(shape), document: before.document };
      draw();
    }
    if (known.drawn?.repaired && !known.refusal) {
      const others = await ask("timeline", { ...shape, strict: true, ...options(question), state }, "repairs");
      if (mine !== generation) return;
      known.repairs = (others.document.rows ?? []).filter(repaired);
      drawWrong();
    }
    if (passing) return await beside(mine, state);
    await Promise.all([explain(mine, state), beside(mine, state)]);
    await turns(mine, state);
    if (mine === generation) working("");
  } catch (error) {
    if (error instanceof Superseded) return;
    if (mine === generation) working(error instanceof Error && error.message !== "Failed to fetch" ? error.message : "chrono serve does not answer: it has ended, or this machine sleeps");
  } finally {
    if (known.asking === mine) known.asking = 0;
  }
}

/** Whether a row is what follows from a repair, drawn beside the others. @param {any} row */
const repaired = (row) => row.under.length > 0;

/** @param {number} state @param {any} asked */
const isStanding = (state, asked) => known.standing?.state === state && known.standing.asked === JSON.stringify(asked);

/** The argument for what is chosen. @param {number} mine @param {number} state */
async function explain(mine, state) {
  const place = byId("argument");
  if (!question.chosen) return fill(place, hint());
  const [id, edge, side] = bound(question.chosen);
  const own = { id, edges: edge ? [edge] : [], sides: side ? [side] : [] };
  const asked = { ...own, windows: true, ...options(question), state };
  // What it rests on first, and then what else there is for it, and what it hinges on.
  const soon = await ask("explain", { ...asked, preferred: true }, "soon");
  if (mine !== generation) return;
  const words = (/** @type {string} */ span, /** @type {string} */ which, /** @type {string} */ end) => {
    const row = known.drawn?.rows.find((/** @type {any} */ one) => one.id === span);
    return row?.edges.find((/** @type {any} */ one) => one.edge === which && one.side === end)?.label ?? (end === "earliest" ? "not earlier" : "not later");
  };
  const how = {
    command: command(question, ["explain", id, ...(edge ? [`--${edge}`] : []), ...(side ? [`--${side}`] : []), "--windows"]),
    picture: "",
    words,
    leave,
    close: () => choose(question.chosen),
    pick: choose,
    without: question.without,
  };
  if (soon.status === 200) fill(place, ...argument(soon.document, how));
  const found = await ask("explain", asked);
  if (mine !== generation) return;
  if (found.status === 400) return fill(place, h("h2", {}, "No argument"), ...found.document.diagnostics.map((/** @type {any} */ one) => h("p", {}, one.message)));
  known.rests = new Set((found.document.explanations ?? []).flatMap((/** @type {any} */ one) => one.preferred?.ids ?? []));
  fill(place, ...argument(found.document, how));
  const steps = found.document.explanations?.flatMap((/** @type {any} */ one) => one.preferred?.chain ?? []) ?? [];
  if (edge && new Set(steps.map((/** @type {any} */ step) => step.at)).size > 1) {
    const drawn = await ask("explain", { ...asked, format: "svg" }, "stairs");
    if (mine !== generation || drawn.status !== 200) return;
    fill(place, ...argument(found.document, { ...how, picture: drawn.document }));
  }
}

/** At which values of the settings a verdict turns, and the bound that is chosen. @param {number} mine @param {number} state */
async function turns(mine, state) {
  if (known.held || known.refusal || (known.things.spans.length > MANY && !Object.keys(question.set).length)) return;
  const settings = known.things.rules.flatMap((/** @type {any} */ rule) => rule.settings.map((/** @type {any} */ one) => one.id));
  const [id, edge, side] = bound(question.chosen);
  // What holds at each value of a setting does not hang on the value that it has.
  const { set: _, ...asked } = { ...options(question), state };
  const turning = JSON.stringify([asked, edge ? [question.chosen, question.set] : []]);
  if (turning === known.turning || !settings.length) return;
  const checked = known.things.hypotheses.length ? await ask("check", asked, "turns") : null;
  const rests = edge ? settings.filter((/** @type {string} */ name) => known.rests.has(`rule:${name.slice(0, name.lastIndexOf("."))}`)) : [];
  const argued = rests.length ? await ask("explain", { id, edges: [edge], sides: [side], windows: true, settings: rests, ...options(question), state }, "turning") : null;
  if (mine !== generation) return;
  known.turning = turning;
  const row = known.drawn?.rows.find((/** @type {any} */ one) => one.id === id);
  known.turns = turnsOf(checked?.status === 200 ? checked.document : null, argued?.status === 200 ? argued.document : null, row ? `${row.name}: ${timeline.verb(row.kind, edge)} ${side === "earliest" ? "not earlier" : "not later"}` : question.chosen);
  draw();
}

/** The view that is not the timeline. @param {number} mine @param {number} state */
async function beside(mine, state) {
  const place = byId("main");
  const shared = { ...options(question), state };
  if (!["timeline", "files"].includes(question.view) && place.dataset.view !== question.view) fill(place, h("p", { class: "hint" }, "working…"));
  place.dataset.view = question.view;
  if (question.view === "hypotheses") {
    const found = await ask("check", shared);
    if (mine === generation && found.status !== 400) fill(place, ...hypotheses(found.document, choose));
  } else if (question.view === "rivals") {
    if (!known.things.overlays.length) return fill(place, h("h2", {}, "Rival readings"), h("p", {}, "Files in rivals/ are readings that can be laid over these files; there is none."));
    const found = await ask("rivals", { compare: known.things.overlays, ...shared, with: [], format: "text" });
    if (mine === generation && found.status !== 400) fill(place, ...screen("Rival readings, each laid over by itself", found.document));
  } else if (question.view === "conflicts") {
    const found = await ask("conflicts", { ...shared, format: "text" });
    if (mine === generation && found.status !== 400) fill(place, ...screen("Conflicts and repairs", found.document));
  } else if (question.view === "files" && edited()) {
    await files(place, () => beside(generation, known.good), () => question.view === "files");
  } else if (question.view === "sources") {
    fill(place, ...sources(known.things, leave));
  }
}

const hint = () => h("p", { class: "hint" }, "Choose a name, or one of the dark edges, to see why it lies there. Leave out what you doubt, and see what moves.");

// -- what is drawn

function draw() {
  const drawn = known.drawn;
  drawWrong();
  chrome();
  const sliding = { turns: known.turns, slide, held: (/** @type {boolean} */ held) => (known.held = held) };
  const sought = (/** @type {string} */ text) => {
    known.sought = text;
    draw();
  };
  if (!known.held) fill(byId("counts"), ...counts(known.things, question, change, known.sought, sought, sliding));
  if (!drawn || question.view !== "timeline") return;
  const asked = body(question, kinds());
  const place = byId("main");
  // Where no repair was found in time there are no windows of what contradicts itself.
  const lost = drawn.status === "inconsistent" && !drawn.repaired;
  // Of a picture that is not of this question nothing is told to move, or not to.
  const comparable = changes(question) && !lost && !known.refusal && known.standing?.asked === JSON.stringify(asked);
  const before = comparable ? known.standing.document : null;
  const shown = lost ? known.whole ?? drawn : drawn;
  const stale = lost || known.now !== known.good || known.refusal !== null;
  const chart = timeline.draw(shown, before, { chosen: question.chosen, choose, stale });
  fill(place, tools(), how(drawn, lost), moved(shown, before), legend(), chart);
  // Of a part that is seen, the ticks are asked for.
  if (timeline.view.own) zoomed(1);
}

/** What is drawn of contradictory evidence. @param {any} drawn @param {boolean} lost */
function how(drawn, lost) {
  if (lost) return known.whole && h("p", { class: "kept" }, "Drawn as it was without the contradiction.");
  return drawn.repaired && h("p", { class: "kept", id: "repaired" }, `Drawn under the preferred repair, without ${drawn.repaired.join(", ")}.`);
}

/** What is not as it stands, in words. @param {any} drawn @param {any} before */
function moved(drawn, before) {
  if (!before || before.rows.some(repaired)) return false;
  const was = new Map(before.rows.map((/** @type {any} */ row) => [row.id, row]));
  const found = drawn.rows.filter((/** @type {any} */ row) => was.has(row.id) && /** @type {any} */ (was.get(row.id)).said.join() !== row.said.join());
  if (!found.length) return h("p", { class: "moves", id: "moves" }, "Nothing moves.");
  return h(
    "details",
    { class: "moves", id: "moves", open: found.length <= 5 },
    h("summary", {}, found.length === 1 ? "One span moves" : `${found.length} spans move`),
    h("ul", {}, ...found.map((/** @type {any} */ row) => h("li", {}, h("strong", {}, row.name), ` ${/** @type {any} */ (was.get(row.id)).said.join(", ")} → ${row.said.join(", ")}`))),
  );
}

/** What the colours of the rows say. */
const legend = () => h("p", { class: "legend" }, ...[["begun", "may have begun"], ["must", "certainly was"], ["ended", "may have ended"], ["at", "a moment"]].map(([name, says]) => h("span", { class: "sign" }, h("span", { class: `swatch ${name}`, "aria-hidden": "true" }), says)));

/** Zoom, dates and kinds. */
function tools() {
  const there = KINDS.filter((kind) => known.things?.spans?.some((/** @type {any} */ span) => span.kind === kind));
  const shown = kinds();
  const names = { document: "documents", event: "events", person: "people", period: "periods" };
  const date = (/** @type {"from" | "to"} */ name) =>
    h("label", {}, `${name} `, h("input", { type: "text", class: "date", "data-key": name, value: question[name], placeholder: "a date", onchange: (/** @type {any} */ event) => {
      timeline.view.own = false;
      change((q) => (q[name] = event.target.value.trim()));
    } }));
  const zoom = (/** @type {string} */ sign, /** @type {string} */ name, /** @type {() => void} */ act) => h("button", { type: "button", "data-key": `zoom ${sign}`, "aria-label": name, title: name, onclick: act }, sign);
  return h(
    "div",
    { class: "tools", role: "toolbar", "aria-label": "How it is drawn" },
    ...there.map((kind) => h("label", {}, h("input", { type: "checkbox", "data-key": `kind ${kind}`, checked: shown.includes(kind), onchange: () => change((q) => {
      const next = shown.includes(kind) ? shown.filter((other) => other !== kind) : [...shown, kind];
      if (next.length) q.kinds = KINDS.filter((one) => next.includes(one));
    }) }), ` ${names[/** @type {keyof typeof names} */ (kind)]}`)),
    h("span", { class: "gap" }),
    date("from"),
    date("to"),
    zoom("−", "zoom out", () => zoomed(1.6)),
    zoom("+", "zoom in", () => zoomed(0.625)),
    zoom("0", "the whole of it", () => zoomed(Infinity)),
  );
}

/** What is wrong with the files, with the question, or in the evidence. */
function drawWrong() {
  const place = byId("wrong");
  const found = [
    ...(known.now !== known.good ? mistakes(known.mistakes, known.good > 0, edited() ? { open: openAt, mend: mendIt } : null) : []),
    ...(known.refusal ? [h("h2", {}, "This cannot be asked"), ...known.refusal.diagnostics.map((/** @type {any} */ one) => h("p", {}, one.message, one.help && h("span", { class: "help" }, one.help)))] : []),
    ...(!known.refusal && known.drawn?.status === "inconsistent" ? contradiction(known.drawn, known.repairs, leave, (ids) => change((q) => (q.without = [...new Set([...q.without, ...ids])]))) : []),
    ...(!known.refusal && known.drawn?.status === "unknown" ? [h("p", {}, "A limit was reached: what is drawn as proven is so, the rest may be narrower.")] : []),
  ];
  place.hidden = found.length === 0;
  fill(place, ...found);
}

/** @param {any} one */
const openAt = (one) => {
  goTo(one.file, one.line || 1, one.column || 1, one.length ?? 0);
  if (question.view === "files") beside(generation, known.good);
  else change((q) => (q.view = "files"));
};
/** @param {any} fix */
const mendIt = (fix) => busied(async () => {
  await mend(fix);
  if (question.view === "files") await beside(generation, known.good);
  else change((q) => (q.view = "files"));
});

/** The head of the page: title, views, and the question with the command that asks it. */
function chrome() {
  const title = known.things?.title || "A chronology without a title";
  byId("title").textContent = title;
  document.title = `${title} – chrono`;
  fill(byId("views"), ...[...VIEWS, ...(edited() ? ["files"] : [])].map((view) => h("button", { type: "button", "data-key": `view ${view}`, "aria-current": question.view === view ? "page" : null, onclick: () => change((q) => (q.view = view)) }, view)), h("button", { type: "button", "data-key": "view help", "aria-label": "keys", title: "keys", onclick: help }, "?"));
  const chip = (/** @type {string} */ says, /** @type {string} */ key, /** @type {(q: Question) => void} */ undo) =>
    h("li", {}, says, h("button", { type: "button", "data-key": key, "aria-label": `undo: ${says}`, onclick: () => change(undo) }, "×"));
  const chips = [
    ...question.without.map((id) => chip(`without ${id}`, `chip ${id}`, (q) => (q.without = q.without.filter((other) => other !== id)))),
    ...Object.entries(question.set).map(([name, value]) => chip(`${name} = ${value}`, `chip ${name}`, (q) => delete q.set[name])),
    ...question.with.map((file) => chip(`with ${file}`, `chip ${file}`, (q) => (q.with = q.with.filter((other) => other !== file)))),
    ...(question.at_least ? [chip(`only ${question.at_least} evidence and better`, "chip level", (q) => (q.at_least = ""))] : []),
  ];
  const asked = commandOfView();
  const standing = asItStands();
  fill(
    byId("question"),
    chips.length
      ? h("ul", { class: "chips", "aria-label": "What is changed" }, ...chips, h("li", {}, h("button", { type: "button", id: "as-it-stands", "data-key": "as it stands", onclick: () => change((q) => Object.assign(q, { without: [], set: {}, with: [], at_least: standing.at_least })) }, "as it stands")))
      : h("p", { class: "standing" }, "The evidence as it stands"),
    h("p", { class: "command" }, h("code", { id: "command" }, asked), h("button", { type: "button", "data-key": "copy", "aria-label": "copy the command", onclick: (/** @type {any} */ event) => copy(asked, event.target) }, "copy")),
  );
}

/** The command that gives what the view shows. */
function commandOfView() {
  if (question.view === "hypotheses") return command(question, ["check"]);
  if (question.view === "rivals") return command({ ...question, with: [] }, ["infer", "--compare", ...(known.things?.overlays ?? [])]);
  if (question.view === "conflicts") return command(question, ["conflicts"]);
  const range = [...(question.from ? ["--from", question.from] : []), ...(question.to ? ["--to", question.to] : [])];
  return command(question, ["timeline", "--windows", "--all", ...range, ...(known.things ? kinds().map((kind) => `kind:${kind}`) : [])]);
}

/** @param {string} text */
function working(text) {
  known.working = text;
  const place = byId("status");
  const say = () => {
    place.textContent = known.working || standingOf();
    document.body.classList.toggle("working", known.working !== "");
  };
  // What is answered at once need not be announced.
  if (text === "working…") setTimeout(() => known.working === text && say(), 200);
  else say();
}

function standingOf() {
  if (!known.good) return "the files cannot be read";
  const wrong = known.mistakes.length;
  if (known.now !== known.good) return wrong === 1 ? "one mistake in the files; the last good picture stays" : `${wrong} mistakes in the files; the last good picture stays`;
  const drawn = known.drawn;
  if (!drawn) return "";
  return `${drawn.status} · ${drawn.events} events · ${drawn.evidence} pieces of evidence`;
}

// -- keys and the wheel

let zooms = 0;
/** @param {number} factor @param {number} [at] */
function zoomed(factor, at) {
  timeline.zoom(factor, at);
  const mine = (zooms += 1);
  busied(async () => {
    await new Promise((go) => setTimeout(go, 120));
    if (mine === zooms) await axis();
  });
}

/** The ticks of what is seen now. */
async function axis() {
  const { first, size } = timeline.view;
  const width = byId("ticks")?.clientWidth ?? 600;
  try {
    const found = await ask("axis", { first: Math.floor(first), last: Math.ceil(first + size) - 1, room: Math.max(2, Math.floor(width / 90)), state: known.shown });
    if (found.status === 200) timeline.ticks(found.document.ticks);
  } catch (error) {
    if (!(error instanceof Superseded)) throw error;
  }
}

byId("main").addEventListener("wheel", (/** @type {WheelEvent} */ event) => {
  const track = /** @type {HTMLElement | null} */ (byId("ticks"));
  if (!event.ctrlKey || !track) return;
  event.preventDefault();
  const box = track.getBoundingClientRect();
  zoomed(Math.exp(event.deltaY / 300), Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)));
}, { passive: false });

addEventListener("keydown", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || target.isContentEditable || /INPUT|SELECT|TEXTAREA/.test(target.tagName)) return;
  const act = {
    "+": () => zoomed(0.625),
    "-": () => zoomed(1.6),
    "0": () => zoomed(Infinity),
    "[": () => (timeline.pan(-0.25), zoomed(1)),
    "]": () => (timeline.pan(0.25), zoomed(1)),
    "?": help,
    u: () => change((q) => Object.assign(q, { without: [], set: {}, with: [], at_least: "" })),
    f: () => /** @type {HTMLElement | null} */ (document.querySelector('[data-key="seek"]'))?.focus(),
    Escape: () => question.chosen && choose(question.chosen),
  }[event.key];
  if (!act) return;
  if (event.key !== "Escape") event.preventDefault();
  act();
});

function help() {
  const keys = [["arrows", "from bound to bound"], ["Enter", "why it lies there"], ["Esc", "close the argument"], ["+ − 0", "zoom in, out, the whole"], ["[ ]", "earlier, later"], ["f", "find among what counts"], ["u", "as it stands"], ["?", "this"]];
  const dialog = byId("help");
  fill(dialog, h("h2", { id: "help-title" }, "Keys"), h("dl", {}, ...keys.flatMap(([key, says]) => [h("dt", {}, key), h("dd", {}, says)])), h("form", { method: "dialog" }, h("button", {}, "close")));
  dialog.showModal();
}

// -- news

const news = new EventSource("/events");
/** @param {MessageEvent} event */
const told = (event) => busied(() => heardOf(event));

/** @param {MessageEvent} event */
async function heardOf(event) {
  const data = JSON.parse(event.data);
  known.now = data.n;
  known.good = data.good ?? 0;
  known.mistakes = [];
  if (edited()) heard(data.changed);
  if (data.n !== data.good) {
    try {
      known.mistakes = (await get("mistakes", data.n)).document.diagnostics.filter((/** @type {any} */ one) => one.severity === "error");
    } catch (error) {
      if (error instanceof Superseded) return;
    }
    document.body.dataset.mistaken = String(data.n);
  }
  await put();
}
news.addEventListener("changed", told);
news.addEventListener("mistakes", told);
news.addEventListener("reading", () => working("working…"));
// Files that are read and are as they were end no question that is still worked at.
news.addEventListener("read", () => known.working === "working…" && !known.asking && working(""));
news.addEventListener("error", () => working("chrono serve does not answer: it has ended, or this machine sleeps"));
news.addEventListener("open", () => known.working.startsWith("chrono serve does not") && working(""));
