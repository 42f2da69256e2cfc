/**
 * <app-barcode><svg>…</svg></app-barcode>: says of the bar under the pointer which app it is and what differs there.
 *
 * With the keyboard it is one stop, and the arrows go from one app that differs to the next. `data-says` of a path has
 * the words for its bars, in their order.
 */

import { hideTip, showTip } from "../lib/tip.js";

const NEAR = 2;

class AppBarcode extends HTMLElement {
  connectedCallback() {
    this.svg = this.querySelector("svg");
    this.number = this.svg.viewBox.baseVal.width;
    this.bars = [...this.querySelectorAll("[data-says]")]
      .flatMap((path) => barsOf(path))
      .sort((a, b) => a.at - b.at);
    if (!this.bars.length) return;
    this.svg.querySelector("title")?.remove();
    this.tabIndex = 0;
    this.setAttribute("role", "img");
    this.setAttribute("aria-label", this.svg.getAttribute("aria-label"));
    this.svg.setAttribute("aria-hidden", "true");
    this.onpointermove = (event) => this.point(event);
    this.onpointerleave = hideTip;
    this.onfocus = () => this.matches(":focus-visible") && this.say(0);
    this.onblur = hideTip;
    this.onclick = () => this.closest("li")?.querySelector("a")?.click();
    this.onkeydown = (event) => this.press(event);
  }

  /** The bar under the pointer, or the nearest beside it: a bar may be two pixels wide. */
  point({ clientX }) {
    const { left, width } = this.getBoundingClientRect();
    const at = ((clientX - left) / width) * this.number;
    const distance = (bar) => Math.abs(bar.at + 0.5 - at);
    const nearest = this.bars.reduce((a, b) => (distance(b) < distance(a) ? b : a));
    if (distance(nearest) <= NEAR) this.say(this.bars.indexOf(nearest));
    else hideTip();
  }

  press(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    this.say(Math.min(Math.max(this.chosen + step, 0), this.bars.length - 1));
  }

  say(chosen) {
    this.chosen = chosen;
    const { at, words } = this.bars[chosen];
    const { left, top, width, height } = this.getBoundingClientRect();
    showTip(words, new DOMRect(left + (at / this.number) * width, top, width / this.number, height));
    this.setAttribute("aria-description", words);
  }
}

/** The bars of one weight: where each stands, and its words. */
function barsOf(path) {
  const places = [...path.getAttribute("d").matchAll(/M(\d+)/g)];
  return path.dataset.says.split("; ").map((words, index) => ({ at: Number(places[index][1]), words }));
}

customElements.define("app-barcode", AppBarcode);
