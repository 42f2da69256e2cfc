/** Puts exactly this text on the clipboard, and says so. */

import { say } from "./notice.js";

const REFUSED = "The browser does not let this page copy; select the text instead.";

/** @param {string} text @returns {Promise<boolean>} whether it is there */
export async function copy(text) {
  const isDone = await (navigator.clipboard?.writeText(text) ?? Promise.reject()).then(
    () => true,
    () => selected(text),
  );
  if (isDone) say("Copied");
  else say(REFUSED, { isError: true });
  return isDone;
}

/** The older way: a page that does not come by HTTPS has no clipboard of its own. */
function selected(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "unseen-text";
  const had = document.activeElement;
  (document.querySelector("dialog[open]") ?? document.body).append(field);
  field.select();
  const isDone = document.execCommand("copy");
  field.remove();
  had?.focus({ preventScroll: true });
  return isDone;
}
