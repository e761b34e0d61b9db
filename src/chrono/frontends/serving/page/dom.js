// Elements made of texts: nothing here, or anywhere in this page, reads HTML.

/**
 * An element with attributes, listeners (`onclick`) and children; texts become text and nothing else.
 * @param {string} name
 * @param {Record<string, any>} [attributes]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {any}
 */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "vars") for (const [at, to] of Object.entries(value)) element.style.setProperty(at, String(to));
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...there(children).filter((child) => child !== ""));
  return element;
}

/** Those of the children that there are. @param {(Node | string | null | undefined | false)[]} children @returns {(Node | string)[]} */
const there = (children) => /** @type {any[]} */ (children).filter((child) => child !== null && child !== undefined && child !== false);

/** @param {string} id @returns {any} */
export const byId = (id) => document.getElementById(id);

/**
 * Puts children in the place of what an element holds. What had the focus has it again, where it has the same `data-key`.
 * @param {HTMLElement} element
 * @param {...(Node | string | null | undefined | false)} children
 */
export function fill(element, ...children) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const key = focused && element.contains(focused) ? focused.dataset.key : undefined;
  const cursor = focused instanceof HTMLInputElement && focused.type === "text" ? focused.selectionStart : null;
  const top = element.scrollTop;
  element.replaceChildren(...there(children));
  element.scrollTop = top;
  if (key !== undefined) {
    const again = /** @type {any} */ (element.querySelector(`[data-key="${CSS.escape(key)}"]`));
    again?.focus({ preventScroll: true });
    if (cursor !== null && again?.setSelectionRange) again.setSelectionRange(cursor, cursor);
  }
}

/**
 * Copies a text, and says so on the button that was pressed.
 * @param {string} text
 * @param {HTMLElement} button
 */
export async function copy(text, button) {
  const said = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "copied";
  } catch {
    const range = document.createRange();
    const shown = button.parentElement?.querySelector("code");
    if (shown) {
      range.selectNodeContents(shown);
      getSelection()?.removeAllRanges();
      getSelection()?.addRange(range);
    }
    button.textContent = "selected: copy it";
  }
  setTimeout(() => (button.textContent = said), 1500);
}
