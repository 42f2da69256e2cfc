/**
 * Keys that hold on every page. A single letter does nothing while one types, with Ctrl, Alt or ⌘, in an open dialog,
 * or when `data-keys` of the root element is "off".
 */

const TYPING = "input, textarea, select, [contenteditable]";

const DEEDS = {
  c: () => pinned()?.copy(),
  C: () => document.querySelector('copy-command[data-key="C"]')?.copy(),
  y: () => pin(),
  "/": () => document.querySelector("go-to")?.open(),
  "?": () => list()?.showModal(),
};

const pinned = () => document.querySelector("copy-link");
const list = () => document.querySelector("#keys");

/** The address becomes the pinned one, the page stays; what is pinned asks for nothing newer. */
function pin() {
  const link = pinned()?.link;
  if (!link) return;
  history.replaceState(history.state, "", link.href);
  document.querySelector("#newer")?.remove();
}

function press(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.documentElement.dataset.keys === "off") return;
  if (event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return;
  const deed = DEEDS[event.key];
  if (!deed) return;
  event.preventDefault();
  deed();
}

/** Begins to listen, and shows what opens the list of keys. */
export function begin() {
  addEventListener("keydown", press);
  for (const button of document.querySelectorAll("[data-opens-keys]")) {
    button.hidden = false;
    button.addEventListener("click", () => list()?.showModal());
  }
}
