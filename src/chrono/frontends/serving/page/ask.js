// Questions put to chrono, about one state of the files. A newer question of the same name ends the older one.

/** @type {Map<string, AbortController>} */
const waiting = new Map();

/** The files have changed, or the question has: nobody waits for the answer. */
export class Superseded extends Error {}

/**
 * @param {string} name of the command
 * @param {object} body
 * @param {string} [slot] what of the page waits for it; a newer question for the same ends this one
 * @returns {Promise<{status: number, state: number, document: any}>}
 */
export async function ask(name, body, slot = name) {
  return await sent(slot, `/api/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** @param {string} name @param {number} state */
export async function get(name, state, slot = name) {
  return await sent(slot, `/api/${name}?state=${state}`, {});
}

/** @param {string} slot @param {string} address @param {RequestInit} request */
async function sent(slot, address, request) {
  waiting.get(slot)?.abort();
  const controller = new AbortController();
  waiting.set(slot, controller);
  try {
    for (let tries = 0; ; tries += 1) {
      const response = await fetch(address, { ...request, signal: controller.signal });
      if (response.status === 409) throw new Superseded();
      if (response.status === 503 && response.headers.get("Chrono-State") === null && tries < 5) {
        await new Promise((go) => setTimeout(go, 300));
        continue;
      }
      if (response.status === 403) throw new Error("This page was let in by another run of chrono serve. Press Enter where it runs, and open the address it prints.");
      const media = response.headers.get("Content-Type") ?? "";
      const document = media.startsWith("application/json") ? await response.json() : await response.text();
      return { status: response.status, state: Number(response.headers.get("Chrono-State")), document };
    }
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw new Superseded();
    throw error;
  } finally {
    if (waiting.get(slot) === controller) waiting.delete(slot);
  }
}
