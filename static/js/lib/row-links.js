/**
 * The links of a long list of migrations, the table or the plan: one that is clicked loads the panel.
 *
 * There may be thousands of them, so they are written as plain links; what htmx wants is added at the click. Without
 * JavaScript, or with a key held down, they lead to the page around the migration.
 */

const BESIDE = matchMedia("(min-width: 1101px)");

function asPanel(link, list) {
  const key = new URLSearchParams(link.search).get("focus");
  if (!key || link.hasAttribute("hx-get")) return;
  link.setAttribute("hx-get", list.dataset.panel.replace("{key}", encodeURIComponent(key)));
  link.setAttribute("hx-push-url", link.getAttribute("href"));
  if (!BESIDE.matches) link.setAttribute("hx-swap", "outerHTML show:top");
  globalThis.htmx.process(link);
}

/** Listens before the link itself hears the click. */
export function begin() {
  const listen = (event) => {
    const link = event.target.closest?.("[data-panel] a[href^='?']");
    const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (link && isPlain && globalThis.htmx) asPanel(link, link.closest("[data-panel]"));
  };
  document.addEventListener("click", listen, { capture: true });
}
