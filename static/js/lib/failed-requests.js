/**
 * What is said when a request of htmx brings no page: nobody answers, or a proxy answers in Driftboard's place.
 *
 * What is shown stays, and so does the address. An error of Driftboard itself names #notice as its place and is shown
 * there; the answer of anyone else is not shown at all.
 */

import { say, unsay } from "./notice.js";

let shownSince = new Date();

function sentence(reason) {
  const time = shownSince.toISOString().slice(11, 16);
  return `The page could not be refreshed: ${reason}. You see it as of ${time} UTC.`;
}

function onAnswer(event) {
  const { xhr } = event.detail;
  if (xhr.status < 400) return;
  event.detail.shouldSwap = xhr.getResponseHeader("HX-Retarget") === "#notice";
  if (!event.detail.shouldSwap) say(sentence(`the answer was ${xhr.status}`), { isError: true });
}

function onSilence() {
  say(sentence("Driftboard did not answer"), { isError: true });
}

function onSwap(event) {
  if (event.detail.xhr.status >= 400) return;
  shownSince = new Date();
  unsay();
}

/** Listens to the requests of htmx from now on. */
export function begin() {
  document.addEventListener("htmx:beforeSwap", onAnswer);
  document.addEventListener("htmx:sendError", onSilence);
  document.addEventListener("htmx:timeout", onSilence);
  document.addEventListener("htmx:afterSwap", onSwap);
}
