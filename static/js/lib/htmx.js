/**
 * htmx, from the CDN with its hash checked; from our own copy when that fails.
 *
 * It is added when the page is complete: an htmx that arrives between "interactive" and "complete" waits for an event
 * that has passed, and never begins.
 */

import { addScript, browserFile } from "./browser-files.js";

async function load() {
  const file = browserFile("htmx");
  if (!file) return;
  await addScript({ src: file.url, integrity: file.integrity })
    .catch(() => addScript({ src: file.local }))
    .catch(showButtons);
}

/** Without htmx a form needs the button that it has for browsers without JavaScript. */
function showButtons() {
  for (const kept of document.querySelectorAll("form noscript")) {
    const button = new DOMParser().parseFromString(kept.textContent, "text/html").body.firstElementChild;
    if (button) kept.replaceWith(document.adoptNode(button));
  }
}

/** Begins to load htmx as soon as it may. Every link works without it. */
export function begin() {
  if (document.readyState === "complete") load();
  else addEventListener("load", load, { once: true });
}
