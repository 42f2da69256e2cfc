/**
 * The focus stays where a part of the page is replaced around it: on the link to the same address in the new part, and
 * where none is seen, on the part itself. What has an id, htmx finds again by itself.
 */

let had;

function onSwap({ detail: { target } }) {
  const element = document.activeElement;
  const isInside = element !== document.body && target?.contains?.(element);
  had = isInside ? { href: element.getAttribute("href"), part: target.id } : undefined;
}

function onSettled({ detail: { elt } }) {
  if (!had || document.activeElement !== document.body) return;
  const part = document.getElementById(had.part) ?? elt;
  const links = [...part.querySelectorAll("a[href]")].filter((one) => one.getAttribute("href") === had.href);
  const link = links.find((one) => one.checkVisibility({ visibilityProperty: true }));
  if (!link && !part.hasAttribute("tabindex")) part.tabIndex = -1;
  (link ?? part).focus({ preventScroll: true });
  had = undefined;
}

/** Listens to the swaps from now on. */
export function begin() {
  document.addEventListener("htmx:beforeSwap", onSwap);
  document.addEventListener("htmx:afterSettle", onSettled);
}
