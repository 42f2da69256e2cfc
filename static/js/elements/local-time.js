/**
 * <local-time><time datetime="…">…</time></local-time>: the reader's own time in the title, the page's words stay;
 * with `ago` they say how long it has been, for as long as one looks.
 */

import { later } from "../lib/ago.js";

const STEP = 10_000;

class LocalTime extends HTMLElement {
  connectedCallback() {
    const times = [...this.querySelectorAll("time[datetime]")];
    for (const time of times) {
      const moment = new Date(time.dateTime);
      if (Number.isNaN(moment.getTime())) continue;
      const here = moment.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "long" });
      time.title = time.title ? `${time.title} · here: ${here}` : here;
    }
    if (this.hasAttribute("ago")) this.keepTrue(times);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  keepTrue(times) {
    const begun = Date.now();
    const words = times.map((time) => time.textContent);
    this.timer = setInterval(() => {
      times.forEach((time, at) => {
        time.textContent = later(words[at], Date.now() - begun);
      });
    }, STEP);
  }
}

customElements.define("local-time", LocalTime);
