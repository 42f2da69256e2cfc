/**
 * <copy-command text="…"><button>Copy</button></copy-command>: puts exactly that text on the clipboard and says
 * "Copied" in #notice. Without `text` it is the content of the <code> inside.
 */

import { copy } from "../lib/clipboard.js";

class CopyCommand extends HTMLElement {
  connectedCallback() {
    this.onclick = (event) => {
      if (event.target.closest("button")) this.copy();
    };
  }

  copy() {
    return copy(this.getAttribute("text") ?? this.querySelector("code")?.textContent ?? "");
  }
}

customElements.define("copy-command", CopyCommand);
