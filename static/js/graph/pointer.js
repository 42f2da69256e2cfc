/** The mark that the pointer, a finger or the keyboard is at: a dot has its name beside it, and what belongs to it is lit. */

import { keyOf } from "./elements.js";
import { named } from "./overlay.js";

export class Pointer {
  /** @param {object} host the element of the map: its `map`, `cy`, `places`, `asLinks`, `tips`, `light` and `choice` */
  constructor(host) {
    this.host = host;
  }

  /** Names the mark with this id, where the canvas draws it; none without one. */
  name(id) {
    const { map, cy, places, asLinks, tips, clientWidth } = this.host;
    this.id = id;
    const node = asLinks ? undefined : places.get(id);
    const view = { zoom: cy.zoom(), pan: cy.pan() };
    tips.replaceChildren(...(node ? [named(node, view, clientWidth, map.other)] : []));
  }

  /** The name stands beside its mark, for where the map stands now. */
  follow() {
    this.name(this.id);
  }

  hover(id) {
    this.name(id);
    this.host.light.hover(id);
  }

  /** The first touch of a dot names it, the second opens it; a pointer that hovers has named it before. */
  tap(id, event) {
    const isTouch = event?.pointerType === "touch" || event?.type.startsWith("touch");
    if (isTouch && !this.host.asLinks && this.id !== id) this.hover(id);
    else this.host.choice.open(id);
  }

  /** Over a card, which has its name; over none without one. */
  point(card) {
    const { places, light, choice } = this.host;
    const node = card && places.get(card.dataset.id);
    light.hover(node && choice.find(keyOf(node), card.dataset.id).id);
  }
}
