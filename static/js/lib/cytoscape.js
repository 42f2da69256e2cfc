/**
 * cytoscape, from the CDN that static/cdn.json names, with its hash checked; from our own copy when that fails.
 *
 * `import()` cannot check a hash, a module script can: the script fills the module map, and the import finds it there.
 */

const STATIC = new URL("../../", import.meta.url);
const PATIENCE = 4000;
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
  const file = await pinned();
  if (file) {
    try {
      await checked(file);
      return (await import(file.url)).default;
    } catch {
      // No way to the CDN, or other bytes than ours: the copy at home is the same version.
    }
  }
  return (await import(new URL(file?.local ?? "vendor/cytoscape.esm.min.mjs", STATIC).href)).default;
}

async function pinned() {
  const answer = await fetch(new URL("cdn.json", STATIC));
  return answer.ok ? (await answer.json()).cytoscape : undefined;
}

function checked({ url, integrity }) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { type: "module", src: url, integrity, crossOrigin: "anonymous" });
    const timer = setTimeout(() => reject(new Error("the CDN does not answer")), PATIENCE);
    script.addEventListener("load", () => resolve(clearTimeout(timer)));
    script.addEventListener("error", () => reject(new Error("the CDN cannot be used")));
    document.head.append(script);
  });
}

/**
 * cytoscape adds a <style> of one rule unless an element with this id is there, and our policy forbids inline styles.
 * The rule is in map.css, so map.css takes the id.
 */
function ownStylesheet() {
  const id = "__________cytoscape_stylesheet";
  if (document.getElementById(id)) return;
  const sheet = document.querySelector('link[rel="stylesheet"][href$="map.css"]') ?? document.createElement("meta");
  sheet.id = id;
  if (!sheet.isConnected) document.head.append(sheet);
}
