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

  /** The migration whose panel was opened since belongs into the link. */
  look() {
    const focus = new URL(location.href).searchParams.get("focus");
    if (!focus) return;
    const address = new URL(this.link.href);
    address.searchParams.set("focus", focus);
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
