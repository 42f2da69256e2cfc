/**
 * cytoscape, from the CDN with its hash checked; from our own copy when that fails.
 *
 * `import()` cannot check a hash, a module script can: the script fills the module map, and the import finds it there.
 */

import { addScript, browserFile } from "./browser-files.js";

const AT_HOME = new URL("../../vendor/cytoscape.esm.min.mjs", import.meta.url).href;
let loading;

/** @returns {Promise<Function>} rejects when neither place has it */
export function cytoscape() {
  loading ??= load().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load() {
  ownStylesheet();
  const file = browserFile("cytoscape");
  if (file) {
    try {
      await addScript({ src: file.url, integrity: file.integrity, type: "module" });
      return (await import(file.url)).default;
    } catch {
      // No way to the CDN, or other bytes than ours: the copy at home is the same version.
    }
  }
  return (await import(file?.local ?? AT_HOME)).default;
}

/**
 * cytoscape adds a <style> of one rule unless an element with this id is there, and our policy forbids inline styles.
 * The rule is in map.css, whose link has the id in every page; a page without it gets an element that only has the id.
 */
function ownStylesheet() {
  const id = "__________cytoscape_stylesheet";
  if (document.getElementById(id)) return;
  document.head.append(Object.assign(document.createElement("meta"), { id }));
}
