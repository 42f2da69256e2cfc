/**
 * An open list asks by itself whether it changed. Its rows never jump while the pointer or the focus is inside: then the
 * list says how many changed, as a link that shows them.
 */

const LIST = ".fleet-list";

function versions(root) {
  return [...root.querySelectorAll("[data-version]")].map((row) => row.dataset.version);
}

/** How many rows are there now that were not, or were and are not; one where only others than the shown ones changed. */
function changes(list, html) {
  const before = new Set(versions(list));
  const after = new Set(versions(new DOMParser().parseFromString(html, "text/html")));
  const come = [...after].filter((version) => !before.has(version)).length;
  const gone = [...before].filter((version) => !after.has(version)).length;
  return Math.max(come, gone, 1);
}

function isInside(list) {
  return list.matches(":hover") || list.contains(document.activeElement);
}

function onAnswer(event) {
  const { target, xhr, requestConfig } = event.detail;
  const isAsked = target?.matches?.(LIST) && requestConfig?.elt === target && xhr.status === 200;
  if (!isAsked || !isInside(target)) return;
  event.detail.shouldSwap = false;
  const said = target.querySelector(".list-changes");
  const number = changes(target, xhr.responseText);
  said.querySelector("a").textContent = number === 1 ? "1 change" : `${number.toLocaleString("en")} changes`;
  said.hidden = false;
}

/** Listens to the lists from now on. */
export function begin() {
  document.addEventListener("htmx:beforeSwap", onAnswer);
}
