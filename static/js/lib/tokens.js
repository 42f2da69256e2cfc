/** The colours of the page, read when they are needed: the colour scheme may change under us. */

/** @param {string} name as in tokens.css, without the dashes @returns {string} `#rrggbb` */
export function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Calls back whenever the colour scheme changes, by the system or by the switch. @returns {() => void} ends it */
export function onSchemeChange(callback) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const watcher = new MutationObserver(callback);
  dark.addEventListener("change", callback);
  watcher.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => {
    dark.removeEventListener("change", callback);
    watcher.disconnect();
  };
}
