/**
 * <copy-file href="….csv"><button>Copy as CSV</button></copy-file>: puts what stands at that address on the clipboard and
 * says "Copied" in #notice. A list is not written into the page a second time for it.
 */

import { copy } from "../lib/clipboard.js";
import { say } from "../lib/notice.js";

const LOST = "The list could not be loaded; the link beside it has the file.";

class CopyFile extends HTMLElement {
  connectedCallback() {
    this.onclick = (event) => {
      if (event.target.closest("button")) this.copy();
    };
  }

  async copy() {
    const text = await this.load().catch(() => undefined);
    if (text === undefined) say(LOST, { isError: true });
    else await copy(text);
  }

  async load() {
    const answer = await fetch(this.getAttribute("href"));
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.text();
  }
}

customElements.define("copy-file", CopyFile);
