/** What lies beyond the edges of the map: how many marks, and where the other end of a broken edge is. */

import { away, beyond, ends } from "./camera.js";
import { rest, wayTo } from "./overlay.js";

const SIDES = { right: [-0.6, 0], left: [0.6, 0], up: [0, 0.6], down: [0, -0.6] };

export class Horizon {
  /** @param {object} host the element of the map @param {(by: {x, y}) => void} move moves it */
  constructor(host, move) {
    this.host = host;
    this.counts = new Map(Object.keys(SIDES).map((side) => [side, rest(side)]));
    this.aways = document.createElement("div");
    this.aways.className = "map-aways";
    for (const [side, button] of this.counts) {
      const [across, down] = SIDES[side];
      button.addEventListener("click", () =>
        move({ x: host.clientWidth * across, y: host.clientHeight * down }),
      );
    }
    this.aways.addEventListener("click", ({ target }) =>
      host.choice.goTo(target.closest("button")?.dataset.id),
    );
  }

  get elements() {
    return [...this.counts.values(), this.aways];
  }

  /** Counts anew, for where the map stands now. */
  follow() {
    const { map, clientWidth, clientHeight, cy } = this.host;
    const counts = beyond(map, { zoom: cy.zoom(), pan: cy.pan() }, clientWidth, clientHeight);
    const words = {
      right: (number) => `${number} more ›`,
      left: (number) => `‹ ${number} more`,
      up: (number) => `${number} more above`,
      down: (number) => `${number} more below`,
    };
    for (const [side, button] of this.counts)
      button.textContent = counts[side] ? words[side](counts[side]) : "";
    this.point();
  }

  /** Where an end of the chosen finding lies that is not in view, if the other is. */
  point() {
    const { map, clientWidth, clientHeight, cy, choice } = this.host;
    const view = { zoom: cy.zoom(), pan: cy.pan() };
    const sides = ends(map, choice.id).map((node) => [
      node,
      away(map, node, view, clientWidth, clientHeight),
    ]);
    const outside = new Map(sides.filter(([, side]) => side).map(([node, side]) => [side, node]));
    const isSeen = sides.some(([, side]) => !side);
    this.aways.replaceChildren(...(isSeen ? [...outside].map(([side, node]) => wayTo(node, side)) : []));
  }
}
