/**
 * <unfold-row><a aria-controls="id" aria-expanded="false">: shows and hides the row below its own. What stands in it
 * htmx loads at the first click; without JavaScript the link leads there.
 */

class UnfoldRow extends HTMLElement {
  connectedCallback() {
    this.link?.setAttribute("role", "button");
    this.onclick = (event) => {
      if (event.target.closest("a")) this.toggle();
    };
    this.onkeydown = (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      this.link.click();
    };
  }

  get link() {
    return this.querySelector("a");
  }

  toggle() {
    const row = document.getElementById(this.link.getAttribute("aria-controls"));
    const isOpen = this.link.getAttribute("aria-expanded") === "true";
    this.link.setAttribute("aria-expanded", String(!isOpen));
    if (row) row.hidden = isOpen;
  }
}

customElements.define("unfold-row", UnfoldRow);
