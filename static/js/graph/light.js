/** What of the map is lit; the rest is dimmed. */

import { keyOf } from "./elements.js";
import { kin, selected, signed } from "./focus.js";

/**
 * The pointer or the focus comes first, then a pressed entry of the legend, then what the reader chose, then what the
 * words of the address select. Without any of these nothing is dimmed.
 */
export class Light {
  /** @param {object} host the element of the map: its `map`, `cy`, `links`, `cards`, `choice` and `places` */
  constructor(host) {
    this.host = host;
    this.chosenWords = selected(host.map);
  }

  /** The migrations of the mark with this id, for as long as the pointer is over it; of none without one. */
  hover(id) {
    this.hovered = id && kin(this.host.map, id);
    this.paint();
  }

  /** The migrations of the mark that the reader chose; of none without an id. */
  hold(id) {
    this.held = id && kin(this.host.map, id);
    this.paint();
  }

  /** The marks of one entry of the legend; pressed again, of none. */
  sign(button, kind, name) {
    const isLit = button.getAttribute("aria-pressed") !== "true";
    for (const other of button.closest("ul").querySelectorAll("button"))
      other.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-pressed", String(isLit));
    this.signs = isLit ? signed(this.host.map, kind, name) : undefined;
    this.paint();
  }

  paint() {
    const { cy, links, cards, map } = this.host;
    if (!cy) return;
    const lit = this.hovered ?? this.signs ?? this.held ?? this.chosenWords;
    if (lit === this.painted) return;
    this.painted = lit;
    for (const [id, element] of links)
      element.classList.toggle("is-dim", Boolean(lit) && !this.isLit(lit, id));
    cy.batch(() => {
      cy.elements().removeClass("dim");
      if (lit)
        cy.elements()
          .filter((one) => !lit.nodes.has(one.id()) && !lit.edges.has(one.id()))
          .addClass("dim");
    });
    this.host.lines.light(lit);
    const isBrokenLit = !lit || map.edges.some((e) => e.violated && lit.edges.has(`${e.source}>${e.target}`));
    for (const words of cards.querySelectorAll(".map-label")) words.classList.toggle("is-dim", !isBrokenLit);
  }

  isLit(lit, id) {
    const node = this.host.places.get(id);
    return lit.nodes.has(node.more ? this.host.choice.find(keyOf(node))?.id : id);
  }
}
