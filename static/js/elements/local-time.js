/** <local-time><time datetime="…">…</time></local-time>: the reader's own time in the title, the page's words stay. */

class LocalTime extends HTMLElement {
  connectedCallback() {
    for (const time of this.querySelectorAll("time[datetime]")) {
      const moment = new Date(time.dateTime);
      if (Number.isNaN(moment.getTime())) continue;
      const here = moment.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "long" });
      time.title = time.title ? `${time.title} · here: ${here}` : here;
    }
  }
}

customElements.define("local-time", LocalTime);
