/**
 * <copy-link><a href="…">Copy pinned link</a></copy-link>: a click puts the absolute address of the link on the
 * clipboard. It stays a link: the middle button, Ctrl and Shift open it, and so does a click without JavaScript.
 */

import { copy } from "../lib/clipboard.js";

class CopyLink extends HTMLElement {
  connectedCallback() {
    this.onclick = (event) => {
      if (!event.target.closest("a") || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
        return;
      event.preventDefault();
      this.copy();
    };
    this.follow = () => this.look();
    addEventListener("htmx:pushedIntoHistory", this.follow);
  }

  disconnectedCallback() {
    removeEventListener("htmx:pushedIntoHistory", this.follow);
  }

  /** The migration whose panel was opened since belongs into the link, and so do the apps of the matrix. */
  look() {
    const shown = new URL(location.href).searchParams;
    const address = new URL(this.link.href);
    for (const name of ["focus", "open"]) {
      if (shown.has(name)) address.searchParams.set(name, shown.get(name));
      else if (name === "open") address.searchParams.delete(name);
    }
    this.link.href = address.pathname + address.search;
  }

  get link() {
    return this.querySelector("a");
  }

  copy() {
    return copy(this.link.href);
  }
}

customElements.define("copy-link", CopyLink);
