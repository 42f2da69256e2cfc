/** The mark that the reader chose, and the ways from there: to another mark, to its panel, to what is not drawn. */

import { keyOf } from "./elements.js";
import { asSection, link } from "./overlay.js";
import { spoken, walk } from "./walk.js";

export class Choice {
  /**
   * @param {object} host the element of the map: its `map`, `cy`, `places`, `links`, `cards`, `says`, `light`,
   *     `viewpoint`, `horizon` and `pointer`
   */
  constructor(host) {
    this.host = host;
  }

  /** The mark of a key, that with the id if it is given and is one. */
  find(key, id) {
    const { map, places } = this.host;
    const node = places.get(id);
    if (node && !node.more) return node;
    const marks = map.nodes.filter((other) => !other.more && keyOf(other) === key);
    return marks.find((other) => !other.capsule) ?? marks[0];
  }

  /** The mark with this id is the chosen one; none is without an id. */
  choose(id) {
    const { cy, links, light, horizon } = this.host;
    if (this.id !== id) light.hold();
    this.id = id;
    for (const [other, element] of links) {
      if (other === id) element.setAttribute("aria-current", "true");
      else element.removeAttribute("aria-current");
    }
    cy.nodes(".chosen").removeClass("chosen");
    if (id) cy.$id(id).addClass("chosen");
    horizon.point();
  }

  /** Chooses a mark that may be out of view: it comes into view, has the focus and is spoken. */
  goTo(id) {
    const { map, places, viewpoint, links, pointer, light, says } = this.host;
    const node = places.get(id);
    if (!node) return;
    this.choose(id);
    viewpoint.show(node);
    links.get(id)?.focus({ preventScroll: true });
    pointer.name(id);
    light.hold(id);
    says.textContent = spoken(map, node);
  }

  /** One step of `walk` from the chosen mark. */
  step(way) {
    this.goTo(walk(this.host.map, this.id, way));
  }

  /** Clicks the migration's own link; a large map has them only as they are asked for. */
  open(id) {
    const { map, places, links, cards } = this.host;
    const node = places.get(id);
    if (!node) return;
    if (!links.has(id)) {
      const element = link(map, node);
      element.classList.add("visually-hidden");
      element.tabIndex = -1;
      links.set(id, element);
      cards.append(element);
      globalThis.htmx?.process(element);
    }
    links.get(id).click();
  }

  /** What a click on a card chooses; htmx follows its link. */
  take(card) {
    if (!card) return;
    const node = this.host.places.get(card.dataset.id);
    const id = node.more ? this.find(keyOf(node))?.id : node.id;
    this.choose(id);
    this.host.light.hold(id);
    if (node.capsule) this.host.viewpoint.keep(node);
  }

  /** Loads the map around a migration that it does not show. */
  goAround(key) {
    const address = new URL(location.href);
    address.searchParams.set("focus", key);
    const element = document.createElement("a");
    element.hidden = true;
    asSection(element, address.pathname + address.search);
    this.host.append(element);
    globalThis.htmx?.process(element);
    element.click();
  }
}
