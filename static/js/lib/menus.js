/**
 * The menus of the top bar: each is a <details>, which opens and closes by its summary without any script.
 *
 * An open one closes too when one presses or goes elsewhere, and by Escape, which gives the focus back.
 */

const OPEN = ".top details[open]";

const open = () => [...document.querySelectorAll(OPEN)];

function leave({ target }) {
  for (const menu of open()) if (!menu.contains(target)) menu.open = false;
}

function press(event) {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    menu.querySelector("summary").focus();
    event.preventDefault();
  }
}

export function begin() {
  addEventListener("pointerdown", leave);
  addEventListener("focusin", leave);
  addEventListener("keydown", press);
}
