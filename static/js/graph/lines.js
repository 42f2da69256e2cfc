/**
 * The lines of the map of everything: thousands of thin ones, of which none can be pointed at.
 *
 * As elements of cytoscape they would take most of the time until the map is drawn. Here they are two paths, made once.
 */

import { token } from "../lib/tokens.js";

const WIDTH = 0.8;
const KINDS = [
  ["map-edge", 0.45, (edge) => !edge.cross],
  ["map-edge-cross", 0.3, (edge) => edge.cross],
];

/** Whether a line of this map is one of these, not an element. */
export const isThin = (map, edge) => map.view === "all" && !edge.violated;

export class Lines {
  /** @param {object} host the element of the map: its `map`, `cy` and `places` */
  constructor(host) {
    this.host = host;
    this.canvas = document.createElement("canvas");
    this.canvas.className = "map-thin-lines";
    this.edges = host.map.edges.filter((edge) => isThin(host.map, edge));
    this.paths = KINDS.map(([, , isOf]) => this.pathOf(this.edges.filter(isOf)));
  }

  pathOf(edges) {
    const path = new Path2D();
    for (const edge of edges) {
      const [from, to] = [this.host.places.get(edge.source), this.host.places.get(edge.target)];
      path.moveTo(from.x, from.y);
      path.lineTo(to.x, to.y);
    }
    return path;
  }

  /** Lights these and dims the others; nothing dims none. @param {{edges: Set<string>}|undefined} lit */
  light(lit) {
    this.lit =
      lit && this.pathOf(this.edges.filter((edge) => lit.edges.has(`${edge.source}>${edge.target}`)));
    this.follow();
  }

  /** Paints with the next frame, for where the map stands then. */
  follow() {
    if (!this.edges.length) return;
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = undefined;
      if (this.host.cy) this.paint();
    });
  }

  paint() {
    const { cy, clientWidth, clientHeight } = this.host;
    const ratio = globalThis.devicePixelRatio || 1;
    const [zoom, pan] = [cy.zoom() * ratio, cy.pan()];
    const [width, height] = [Math.round(clientWidth * ratio), Math.round(clientHeight * ratio)];
    if (this.canvas.width !== width || this.canvas.height !== height)
      Object.assign(this.canvas, { width, height });
    const paper = this.canvas.getContext("2d");
    paper.setTransform(1, 0, 0, 1, 0, 0);
    paper.clearRect(0, 0, width, height);
    paper.setTransform(zoom, 0, 0, zoom, pan.x * ratio, pan.y * ratio);
    paper.lineWidth = WIDTH;
    KINDS.forEach(([name, alpha], at) => {
      paper.strokeStyle = token(name);
      paper.globalAlpha = this.lit ? alpha * 0.3 : alpha;
      paper.stroke(this.paths[at]);
    });
    if (!this.lit) return;
    paper.strokeStyle = token("map-edge-cross");
    paper.globalAlpha = 0.9;
    paper.stroke(this.lit);
  }
}
