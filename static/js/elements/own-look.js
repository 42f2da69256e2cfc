/**
 * <own-look>: the reader's switches, kept by this browser: light, dark or as the system; single-key shortcuts on or
 * off. look.js puts them on the root element before the page is painted.
 */

class OwnLook extends HTMLElement {
  connectedCallback() {
    const { theme = "system", keys = "on" } = document.documentElement.dataset;
    for (const [name, value] of Object.entries({ theme, keys })) {
      const choice = this.querySelector(`input[name="${name}"][value="${value}"]`);
      if (choice) choice.checked = true;
    }
    this.onchange = ({ target }) => this.choose(target.name, target.value);
  }

  choose(name, value) {
    const isDefault = value === "system" || value === "on";
    if (isDefault) delete document.documentElement.dataset[name];
    else document.documentElement.dataset[name] = value;
    try {
      if (isDefault) localStorage.removeItem(name);
      else localStorage.setItem(name, value);
    } catch {
      // A browser that keeps nothing: the choice holds for this page.
    }
  }
}

customElements.define("own-look", OwnLook);
