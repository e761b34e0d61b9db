// The editor of one text: CodeMirror, with what the language server says of the text while it is written.

import { h } from "./dom.js";

/** @typedef {import("./language.js").Language} Language */
/** @typedef {import("./language.js").Position} Position */
/** @typedef {import("./language.js").Range} Range */

/** @type {any} */
let cm = null;
const SEVERITY = ["error", "error", "warning", "info", "hint"];
const KINDS = ["text", "text", "method", "function", "method", "property", "variable", "class", "interface", "namespace", "property", "property", "constant", "enum", "keyword", "text"];
/** Milliseconds after a keystroke in which another one may follow before the text is told. */
const PAUSE = 120;
/** Milliseconds in which what the server says one after the other is taken together. */
const SOON = 60;
/** Characters that begin something that can be written. */
const TRIGGERS = /[\w\s:($,[{-]$/;
const MOST_MENDED = 30;

/** Loads what others wrote: only where there is something to edit. */
export async function load() {
  // @ts-ignore a bundle of which nothing but its names is known
  cm ??= await import("./codemirror.js");
}

export class Editor {
  /**
   * @param {string} name of the file
   * @param {string} text
   * @param {Language} language
   * @param {{typed: (text: string) => void, save: () => void, edited: (name: string, edits: {range: Range, newText: string}[]) => void, open: (name: string, at: Position) => void}} on
   */
  constructor(name, text, language, on) {
    this.name = name;
    this.language = language;
    this.on = on;
    this.telling = 0;
    this.decorating = 0;
    this.shown = 0;
    /** What the server marked in the text. @type {any[]} */
    this.marked = [];
    /** What is drawn of that, and over which text. @type {{doc: any, marks: Map<string, any>}} */
    this.drawn = { doc: null, marks: new Map() };
    this.decorated = cm.StateEffect.define();
    const effect = this.decorated;
    const decorations = cm.StateField.define({
      create: () => cm.Decoration.none,
      update: (/** @type {any} */ known, /** @type {any} */ change) => {
        let found = known.map(change.changes);
        for (const one of change.effects) if (one.is(effect)) found = one.value;
        return found;
      },
      provide: (/** @type {any} */ field) => cm.EditorView.decorations.from(field),
    });
    this.view = new cm.EditorView({
      state: cm.EditorState.create({ doc: text, extensions: [this.keys(), decorations, ...this.extensions()] }),
    });
    this.tell();
  }

  get text() {
    return this.view.state.doc.toString();
  }

  keys() {
    const act = (/** @type {() => void} */ does) => () => {
      does();
      return true;
    };
    return cm.keymap.of([
      { key: "Mod-s", run: act(() => this.on.save()) },
      { key: "F12", run: act(() => this.toDefinition(this.view.state.selection.main.head)) },
      ...cm.closeBracketsKeymap,
      ...cm.completionKeymap,
      ...cm.lintKeymap,
      ...cm.searchKeymap,
      ...cm.foldKeymap,
      ...cm.historyKeymap,
      ...cm.defaultKeymap,
    ]);
  }

  extensions() {
    const nonce = /** @type {HTMLScriptElement} */ (document.querySelector("script[nonce]")).nonce;
    const of = (/** @type {any} */ tag, /** @type {string} */ name) => ({ tag, class: `code-${name}` });
    const { tags } = cm;
    return [
      cm.EditorView.cspNonce.of(nonce),
      cm.EditorState.lineSeparator.of("\n"),
      cm.lineNumbers(), cm.foldGutter(), cm.codeFolding(), cm.history(), cm.drawSelection(), cm.highlightSpecialChars(),
      cm.highlightActiveLine(), cm.highlightActiveLineGutter(), cm.bracketMatching(), cm.closeBrackets(),
      cm.highlightSelectionMatches(), cm.search({ top: true }), cm.yaml(), cm.lintGutter(), cm.linter(null, { hideOn: (/** @type {any} */ change, /** @type {number} */ from, /** @type {number} */ to) => this.stays(change, from, to) }), cm.EditorState.tabSize.of(2),
      cm.syntaxHighlighting(cm.HighlightStyle.define([of(tags.propertyName, "key"), of(tags.comment, "comment"), of(tags.string, "text"), of(tags.keyword, "word")])),
      cm.autocompletion({ override: [(/** @type {any} */ at) => this.completions(at)] }),
      cm.hoverTooltip((/** @type {any} */ _, /** @type {number} */ at) => this.hover(at), { hideOnChange: true, hoverTime: 350 }),
      cm.EditorView.contentAttributes.of({ "aria-label": `text of ${this.name}`, "data-key": "editor", tabindex: "0", spellcheck: "false" }),
      cm.EditorView.domEventHandlers({
        mousedown: (/** @type {MouseEvent} */ event, /** @type {any} */ view) => {
          if (!(event.ctrlKey || event.metaKey)) return false;
          const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
          if (at !== null) this.toDefinition(at);
          return true;
        },
      }),
      cm.EditorView.updateListener.of((/** @type {any} */ update) => {
        if (!update.docChanged) return;
        this.on.typed(this.text);
        clearTimeout(this.telling);
        this.telling = setTimeout(() => this.tell(), PAUSE);
      }),
    ];
  }

  /** Has the server know the text as it is now. Of one that it knows, come back to, it says nothing anew. */
  tell() {
    clearTimeout(this.telling);
    if (!this.language.holds(this.name, this.text) && this.drawn.doc !== this.view.state.doc) this.mark(this.marked);
  }

  /** Puts another text in the place of this one, where they differ: the cursor stays where it can. @param {string} text */
  replace(text) {
    const now = this.text;
    if (now === text) return;
    let from = 0;
    while (from < now.length && from < text.length && now[from] === text[from]) from += 1;
    let end = 0;
    while (end < now.length - from && end < text.length - from && now[now.length - 1 - end] === text[text.length - 1 - end]) end += 1;
    this.view.dispatch({ changes: { from, to: now.length - end, insert: text.slice(from, text.length - end) } });
  }

  /** @param {Position} at @param {any} [doc] */
  offset(at, doc = this.view.state.doc) {
    if (at.line >= doc.lines) return doc.length;
    const line = doc.line(at.line + 1);
    return Math.min(line.from + at.character, line.to);
  }

  /** @param {number} at @returns {Position} */
  position(at) {
    const line = this.view.state.doc.lineAt(at);
    return { line: line.number - 1, character: at - line.from };
  }

  /** Goes to a stretch of the text. @param {number} from @param {number} to */
  show(from, to) {
    const size = this.view.state.doc.length;
    this.view.dispatch({ selection: { anchor: Math.min(from, size), head: Math.min(to, size) }, effects: cm.EditorView.scrollIntoView(Math.min(from, size), { y: "center" }) });
    this.view.focus();
  }

  /** @param {{range: Range, newText: string}[]} edits */
  edit(edits) {
    this.view.dispatch({ changes: edits.map((one) => ({ from: this.offset(one.range.start), to: this.offset(one.range.end), insert: one.newText })) });
  }

  /**
   * Shows what the server says is wrong, with the mends it has, all at once. A mark that stays as it was stays the same
   * object, so that what is told of it stays open.
   * @param {any[]} found
   */
  async mark(found) {
    const mine = (this.shown += 1);
    const doc = this.view.state.doc;
    this.marked = found;
    const wrong = found.slice(0, MOST_MENDED);
    const mends = await Promise.all(wrong.map((one) => this.language.ask("codeAction", this.name, { range: one.range, context: { diagnostics: [one], only: ["quickfix"] } })));
    // Of another text by now, or marked anew: somebody else draws it.
    if (mine !== this.shown || this.view.state.doc !== doc) return;
    const before = this.drawn.doc === doc ? this.drawn.marks : new Map();
    const marks = new Map(found.map((one, number) => {
      const key = JSON.stringify([one, mends[number] ?? []]);
      return [key, before.get(key) ?? this.marking(one, mends[number] ?? [], doc)];
    }));
    const same = this.drawn.doc === doc && marks.size === before.size && [...marks.keys()].every((key) => before.has(key));
    if (!same) this.view.dispatch(cm.setDiagnostics(this.view.state, [...marks.values()]));
    this.drawn = { doc, marks };
  }

  /**
   * Not to be hidden is what is told of a stretch of which nothing is marked otherwise than before; of others CodeMirror decides.
   * @param {any} change @param {number} from @param {number} to
   */
  stays(change, from, to) {
    const marked = change.effects.find((/** @type {any} */ effect) => effect.is(cm.setDiagnosticsEffect));
    const here = (/** @type {any[]} */ marks) => marks.filter((one) => one.from <= to && from <= one.to);
    const [before, after] = [here([...this.drawn.marks.values()]), here(marked?.value ?? [])];
    return before.length > 0 && before.length === after.length && before.every((one) => after.includes(one)) ? false : null;
  }

  /** One mark as CodeMirror has it. @param {any} one @param {any[]} mends @param {any} doc of which both are */
  marking(one, mends, doc) {
    const from = this.offset(one.range.start, doc);
    return {
      from,
      to: Math.max(from, this.offset(one.range.end, doc)),
      severity: SEVERITY[one.severity ?? 1],
      source: one.code === undefined ? undefined : String(one.code),
      message: [one.message, ...(one.relatedInformation ?? []).map((/** @type {any} */ more) => `${this.language.named(more.location.uri) ?? ""}:${more.location.range.start.line + 1}: ${more.message}`)].join("\n"),
      markClass: one.tags?.includes(1) ? "code-set-aside" : undefined,
      // The places of a mend are those of this text: in another it would be made somewhere else.
      actions: mends.map((/** @type {any} */ mend) => ({ name: mend.title, apply: () => this.view.state.doc === doc && this.apply(mend.edit) })),
    };
  }

  /** Makes the edits of a mend, in this text and in others. @param {any} edit */
  apply(edit) {
    const changes = edit.documentChanges ? edit.documentChanges.map((/** @type {any} */ one) => [one.textDocument.uri, one.edits]) : Object.entries(edit.changes ?? {});
    for (const [uri, edits] of changes) {
      const name = this.language.named(uri);
      if (name === this.name) this.edit(edits);
      else if (name !== null) this.on.edited(name, edits);
    }
  }

  /** Windows and verdicts behind the lines, and colours for ids. */
  decorate() {
    clearTimeout(this.decorating);
    this.decorating = setTimeout(() => this.redecorate(), SOON);
  }

  async redecorate() {
    this.tell();
    const doc = this.view.state.doc;
    const whole = { start: { line: 0, character: 0 }, end: this.position(doc.length) };
    const [hints, tokens] = await Promise.all([this.language.ask("inlayHint", this.name, { range: whole }), this.language.ask("semanticTokens/full", this.name)]);
    if (this.view.state.doc !== doc) return;
    const found = (hints ?? []).map((/** @type {any} */ hint) => cm.Decoration.widget({ widget: new (hintOf())(hint.label, hint.tooltip ?? ""), side: 1 }).range(this.offset(hint.position)));
    let line = 0;
    let character = 0;
    const data = tokens?.data ?? [];
    for (let at = 0; at + 4 < data.length; at += 5) {
      character = data[at] ? data[at + 1] : character + data[at + 1];
      line += data[at];
      const from = this.offset({ line, character });
      const to = this.offset({ line, character: character + data[at + 2] });
      if (from < to) found.push(cm.Decoration.mark({ class: `id-${this.language.legend?.tokenTypes[data[at + 3]]}` }).range(from, to));
    }
    this.view.dispatch({ effects: this.decorated.of(cm.Decoration.set(found, true)) });
  }

  /** @param {any} at */
  async completions(at) {
    const before = this.view.state.doc.lineAt(at.pos).text.slice(0, at.pos - this.view.state.doc.lineAt(at.pos).from);
    if (!at.explicit && !TRIGGERS.test(before)) return null;
    this.tell();
    const told = await this.language.ask("completion", this.name, { position: this.position(at.pos), context: { triggerKind: 1 } });
    if (at.aborted || !told?.items.length) return null;
    const from = told.items[0].textEdit ? this.offset(told.items[0].textEdit.range.start) : at.pos;
    if (!at.explicit && from === at.pos && !/[:\s(,[{-]$/.test(before)) return null;
    return {
      from,
      validFor: told.isIncomplete ? undefined : /^[\w$-]*$/,
      options: told.items.map((/** @type {any} */ item) => ({
        label: item.filterText ?? item.label,
        displayLabel: item.label,
        detail: item.detail,
        type: KINDS[item.kind ?? 1] ?? "text",
        sortText: item.sortText,
        apply: item.insertTextFormat === 2 ? cm.snippet(template(item.textEdit.newText)) : item.textEdit?.newText ?? item.label,
      })),
    };
  }

  /** @param {number} at */
  async hover(at) {
    this.tell();
    const told = await this.language.ask("hover", this.name, { position: this.position(at) });
    const said = told?.contents?.value ?? told?.contents;
    if (!said) return null;
    const range = told.range;
    return { pos: range ? this.offset(range.start) : at, end: range ? this.offset(range.end) : at, above: true, create: () => ({ dom: h("div", { class: "hover" }, said) }) };
  }

  /** @param {number} at */
  async toDefinition(at) {
    this.tell();
    const told = await this.language.ask("definition", this.name, { position: this.position(at) });
    const name = told ? this.language.named(told.uri) : null;
    if (name !== null) this.on.open(name, told.range.start);
  }

  /** Stands where it is shown, with what had the focus in it. @param {HTMLElement} place */
  stand(place) {
    if (this.view.dom.parentElement !== place) place.replaceChildren(this.view.dom);
    this.view.requestMeasure();
  }
}

/** A text with places to fill in, as CodeMirror has them: `${1:name}`, and no `$0`. @param {string} text */
const template = (text) => text.replace(/\$\{0\}|\$0/g, "${}").replace(/\$(\d+)/g, "${$1}").replace(/\\([$}\\])/g, "$1");

/** @type {any} */
let Hint = null;
/** What is shown behind a line. */
function hintOf() {
  Hint ??= class extends cm.WidgetType {
    /** @param {string} said @param {string} told */
    constructor(said, told) {
      super();
      this.said = said;
      this.told = told;
    }

    /** @param {any} other */
    eq(other) {
      return other.said === this.said && other.told === this.told;
    }

    toDOM() {
      return h("span", { class: "hinted", title: this.told }, this.said);
    }
  };
  return Hint;
}
