/**
 * <one-stop>: a long run of links is one stop of the Tab key. The arrows, Home and End go from link to link, Enter opens
 * one, and the name of the link in focus is shown. Without JavaScript each link is a stop of its own.
 */

import { hideTip, showTip } from "../lib/tip.js";

const STEPS = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  Home: () => 0,
  End: () => Infinity,
};

class OneStop extends HTMLElement {
  connectedCallback() {
    this.links = [...this.querySelectorAll("a")];
    for (const [at, link] of this.links.entries()) link.tabIndex = at ? -1 : 0;
    this.onkeydown = (event) => this.press(event);
    this.addEventListener("focusin", this.enter);
    this.addEventListener("focusout", hideTip);
  }

  /** The link that has the focus is where the next Tab comes back to. */
  enter({ target }) {
    for (const link of this.links) if (link.tabIndex === 0) link.tabIndex = -1;
    target.tabIndex = 0;
    if (target.matches(":focus-visible"))
      showTip(target.getAttribute("aria-label"), target.getBoundingClientRect());
  }

  press(event) {
    const step = STEPS[event.key];
    const at = this.links.indexOf(event.target);
    if (!step || at < 0 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    this.links[Math.min(Math.max(step(at), 0), this.links.length - 1)].focus();
  }
}

customElements.define("one-stop", OneStop);
