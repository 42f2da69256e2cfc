/**
 * <go-to><dialog>…</dialog></go-to>: asks for what the field holds, 120 ms after the last letter. Arrows choose a link,
 * Enter opens it, Esc closes. What has several lines, or is long, is sent in a body: an address is no place for it.
 *
 * Without JavaScript, or without htmx, the field in the top bar is a link to the page, and the form leads there too.
 */

const LONGEST_NAME = 120;

class GoTo extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.field = this.querySelector("textarea");
    this.found = this.querySelector("#go-found");
    this.onClick = (event) => this.click(event);
    document.addEventListener("click", this.onClick);
    this.onkeydown = (event) => this.press(event);
    this.oninput = () => this.grow();
    this.addEventListener("htmx:configRequest", (event) => this.prepare(event));
    this.addEventListener("htmx:afterSwap", () => this.answered());
    this.addEventListener("htmx:afterRequest", (event) => this.failed(event));
    // htmx comes after the page: what was typed before it was heard by nobody.
    this.onHtmx = () => this.ask();
    document.addEventListener("htmx:load", this.onHtmx, { once: true });
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.onClick);
    document.removeEventListener("htmx:load", this.onHtmx);
  }

  click(event) {
    if (event.target.closest?.("[data-closes-go]")) this.dialog.close();
    const opens = event.target.closest?.("[data-opens-go]");
    if (!opens || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.open();
  }

  open() {
    this.dialog.showModal();
    this.field.focus();
    this.field.select();
    this.grow();
    this.ask();
  }

  /** Asks for what the field holds, unless that was answered already, or the dialog is closed. */
  ask() {
    if (this.dialog.open && this.asked !== this.field.value) this.field.dispatchEvent(new Event("go-ask"));
  }

  grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight + 2}px`;
  }

  prepare(event) {
    if (this.asking === this.field.value) {
      // Asked already: by the key Enter, while the letters still waited for their time.
      event.preventDefault();
      return;
    }
    this.asking = this.field.value;
    if (this.asking.length <= LONGEST_NAME && !this.asking.trim().includes("\n")) return;
    event.detail.verb = "post";
    event.detail.useUrlParams = false;
    event.detail.headers["Content-Type"] = "application/x-www-form-urlencoded";
  }

  failed(event) {
    if (event.detail.successful) return;
    this.asking = undefined;
    if (this.isLeaving) this.submit();
  }

  answered() {
    this.asked = this.asking;
    if (this.isLeaving && this.asked === this.field.value) this.leave();
    const said = [...this.found.querySelectorAll("[data-go-count], .go-headline")];
    this.querySelector("#go-status").textContent = said.map((each) => each.textContent).join(". ");
  }

  /** To the first link; where there is none, to the page that says so. */
  leave() {
    this.isLeaving = false;
    const first = this.links[0];
    if (first && this.asked === this.field.value) first.click();
    else this.submit();
  }

  submit() {
    if (this.field.value.trim()) this.querySelector("form").requestSubmit();
  }

  get links() {
    return [...this.found.querySelectorAll(".go-hit")];
  }

  press(event) {
    if (event.isComposing) return;
    if (event.target === this.field) this.pressInField(event);
    else if (event.target.matches(".go-hit")) this.pressOnLink(event);
  }

  pressInField(event) {
    const { value, selectionEnd } = this.field;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.isLeaving = true;
      if (this.asked === value || !window.htmx) this.leave();
      else this.ask();
    } else if (event.key === "ArrowDown" && !value.slice(selectionEnd).includes("\n")) {
      event.preventDefault();
      this.links[0]?.focus();
    }
  }

  pressOnLink(event) {
    const links = this.links;
    const at = links.indexOf(event.target);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      (next < 0 ? this.field : links[Math.min(next, links.length - 1)]).focus();
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      this.field.focus();
    }
  }
}

customElements.define("go-to", GoTo);
