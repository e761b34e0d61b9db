// The language server over the page's own WebSocket: messages there and back, and what the server says unasked.

/** @typedef {{line: number, character: number}} Position */
/** @typedef {{start: Position, end: Position}} Range */

const CAPABILITIES = {
  general: { positionEncodings: ["utf-16"] },
  workspace: { workspaceEdit: { documentChanges: true }, inlayHint: { refreshSupport: true } },
  textDocument: {
    publishDiagnostics: { relatedInformation: true, tagSupport: { valueSet: [1] } },
    completion: { completionItem: { snippetSupport: true } },
    hover: { contentFormat: ["plaintext"] },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } },
  },
};
/** Milliseconds after which a server that has gone is looked for again. */
const AGAIN = 1500;

export class Language {
  /**
   * @param {string} folder the URI of the folder
   * @param {{marked: (name: string, found: any[]) => void, renewed: () => void, reached: (there: boolean) => void}} on
   */
  constructor(folder, on) {
    this.folder = folder;
    this.on = on;
    /** @type {Map<string, {version: number, text: string}>} */
    this.texts = new Map();
    /** @type {Map<number, {resolve: (found: any) => void, reject: (error: Error) => void}>} */
    this.waiting = new Map();
    this.number = 0;
    this.there = false;
    /** @type {any} */
    this.legend = null;
    /** @type {WebSocket | null} */
    this.socket = null;
    this.connect();
  }

  connect() {
    const socket = new WebSocket(`ws://${location.host}/lsp`);
    this.socket = socket;
    socket.onmessage = (event) => this.take(JSON.parse(event.data));
    socket.onopen = async () => {
      try {
        const told = await this.send("initialize", { processId: null, rootUri: this.folder, capabilities: CAPABILITIES });
        this.legend = told.capabilities.semanticTokensProvider?.legend ?? null;
        this.note("initialized", {});
        this.there = true;
        for (const [name, { version, text }] of this.texts) this.begun(name, version, text);
        this.on.reached(true);
      } catch {
        socket.close();
      }
    };
    socket.onclose = () => {
      this.there = false;
      for (const { reject } of this.waiting.values()) reject(new Error("the language server has gone"));
      this.waiting.clear();
      this.on.reached(false);
      setTimeout(() => this.connect(), AGAIN);
    };
  }

  /** @param {any} message */
  take(message) {
    if (message.method === undefined) {
      const asked = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      if (message.error) asked?.reject(new Error(message.error.message));
      else asked?.resolve(message.result);
      return;
    }
    if (message.id !== undefined) this.post({ id: message.id, result: null });
    if (message.method === "textDocument/publishDiagnostics") {
      const { uri, version, diagnostics } = message.params;
      const name = this.named(uri);
      // What is said of an older text is no news.
      if (name !== null && (version === undefined || version === null || version === (this.texts.get(name)?.version ?? version))) this.on.marked(name, diagnostics);
    } else if (message.method === "workspace/inlayHint/refresh") this.on.renewed();
  }

  /** @param {object} message */
  post(message) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ jsonrpc: "2.0", ...message }));
  }

  /** @param {string} method @param {any} params @returns {Promise<any>} */
  send(method, params) {
    const id = (this.number += 1);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.post({ id, method, params });
    });
  }

  /** @param {string} method @param {any} params */
  note(method, params) {
    this.post({ method, params });
  }

  /** @param {string} name */
  uri = (name) => `${this.folder}/${name.split("/").map(encodeURIComponent).join("/")}`;
  /** The file of the folder that a URI names. @param {string} uri */
  named(uri) {
    return uri.startsWith(`${this.folder}/`) ? decodeURIComponent(uri.slice(this.folder.length + 1)) : null;
  }

  /** @param {string} name @param {number} version @param {string} text */
  begun(name, version, text) {
    this.note("textDocument/didOpen", { textDocument: { uri: this.uri(name), languageId: "yaml", version, text } });
  }

  /** Tells the text of a file as it is in the editor now; whether that is news. @param {string} name @param {string} text */
  holds(name, text) {
    const known = this.texts.get(name);
    if (known?.text === text) return false;
    const version = (known?.version ?? 0) + 1;
    this.texts.set(name, { version, text });
    if (!this.there) return true;
    if (!known) this.begun(name, version, text);
    else this.note("textDocument/didChange", { textDocument: { uri: this.uri(name), version }, contentChanges: [{ text }] });
    return true;
  }

  /** Files on the disk have changed. @param {string[]} names */
  changed(names) {
    if (this.there && names.length) this.note("workspace/didChangeWatchedFiles", { changes: names.map((name) => ({ uri: this.uri(name), type: 2 })) });
  }

  /**
   * Asks about a text that the server holds; nothing where it does not answer.
   * @param {string} method @param {string} name @param {object} [more]
   * @returns {Promise<any>}
   */
  async ask(method, name, more = {}) {
    if (!this.there) return null;
    try {
      return await this.send(`textDocument/${method}`, { textDocument: { uri: this.uri(name) }, ...more });
    } catch {
      return null;
    }
  }
}
