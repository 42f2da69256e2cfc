/**
 * Back, forward and reload put the focus where it was on that page. Of the latest pages it is kept as long as the tab is
 * open: the id of the element, or the address of the link and which of its like it was.
 */

const NAME = "focus";
const MOST = 20;

const links = (href) =>
  [...document.querySelectorAll("a[href]")].filter((link) => link.getAttribute("href") === href);

function placeOf(element) {
  if (element.id) return { id: element.id };
  const href = element.getAttribute("href");
  return href ? { href, at: links(href).indexOf(element) } : undefined;
}

function elementAt({ id, href, at }) {
  return id ? document.getElementById(id) : (links(href)[at] ?? links(href)[0]);
}

function kept() {
  try {
    return new Map(JSON.parse(sessionStorage.getItem(NAME) ?? "[]"));
  } catch {
    return new Map();
  }
}

function keep(element) {
  const place = placeOf(element);
  const all = kept();
  all.delete(location.href);
  if (place) all.set(location.href, place);
  try {
    sessionStorage.setItem(NAME, JSON.stringify([...all].slice(-MOST)));
  } catch {
    // A browser that keeps nothing.
  }
}

function restore() {
  const place = kept().get(location.href);
  if (place && document.activeElement === document.body) elementAt(place)?.focus({ preventScroll: true });
}

/** Puts the focus back if the page was here before, and keeps it from now on. */
export function begin() {
  const [navigation] = performance.getEntriesByType("navigation");
  if (["back_forward", "reload"].includes(navigation?.type)) restore();
  document.addEventListener("focusin", ({ target }) => keep(target));
}
