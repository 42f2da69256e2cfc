/**
 * The two files that come from a CDN, as the page's <meta name="browser-file"> name them: the pinned address, its hash,
 * and our own copy of the same bytes, which serves where the CDN cannot be reached.
 */

const PATIENCE = 4000;

/** @returns {{url: string, integrity: string, local: string}|undefined} */
export function browserFile(name) {
  return document.querySelector(`meta[name="browser-file"][data-name="${name}"]`)?.dataset;
}

/**
 * Adds a script element; a hash that does not fit is an error, as is a CDN that keeps silent.
 * @param {{src: string, integrity?: string, type?: string}} how
 */
export function addScript({ src, integrity, type = "text/javascript" }) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { src, type });
    if (integrity) Object.assign(script, { integrity, crossOrigin: "anonymous" });
    const timer = setTimeout(() => {
      script.remove();
      reject(new Error(`no answer: ${src}`));
    }, PATIENCE);
    script.addEventListener("load", () => resolve(clearTimeout(timer)));
    script.addEventListener("error", () => reject(new Error(`cannot be used: ${src}`)));
    document.head.append(script);
  });
}
