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
  await addScript({ src: file.url, integrity: file.integrity }).catch(() => addScript({ src: file.local }));
}

/** Begins to load htmx as soon as it may. Every link works without it. */
export function begin() {
  if (document.readyState === "complete") load();
  else addEventListener("load", load, { once: true });
}
