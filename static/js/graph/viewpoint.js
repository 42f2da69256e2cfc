/** Where the reader looks at the map from, and how that changes. */

import { fit, home, reveal } from "./camera.js";
import { keyOf } from "./elements.js";

const STILL = matchMedia("(prefers-reduced-motion: reduce)");

/** The place on screen that an opened capsule keeps when the server has placed the map anew. */
let kept;

export class Viewpoint {
  /** @param {object} host the element of the map: its `map`, `cy` and `choice` */
  constructor(host) {
    this.host = host;
  }

  get view() {
    return { zoom: this.host.cy.zoom(), pan: this.host.cy.pan() };
  }

  /** The first look: at the chosen mark; the mark of a capsule that was opened stays where the capsule was. */
  begin(shown, focus) {
    const { map, cy, clientWidth, clientHeight } = this.host;
    const view = home(map, clientWidth, clientHeight, shown?.id);
    const isKept = focus && kept?.key === map.focus;
    if (isKept) {
      view.zoom = kept.zoom;
      view.pan = { x: kept.x - focus.x * kept.zoom, y: kept.y - focus.y * kept.zoom };
    }
    kept = undefined;
    cy.viewport(view);
    if (focus && !isKept) this.show(focus);
  }

  /** Remembers where a capsule is on the screen, before it is opened. */
  keep(node) {
    const { zoom, pan } = this.view;
    kept = { key: keyOf(node), x: node.x * zoom + pan.x, y: node.y * zoom + pan.y, zoom };
  }

  home() {
    const { map, cy, clientWidth, clientHeight, choice } = this.host;
    cy.viewport(home(map, clientWidth, clientHeight, choice.id));
  }

  fit() {
    const { map, cy, clientWidth, clientHeight } = this.host;
    cy.viewport(fit(map, clientWidth, clientHeight));
  }

  /** Moves the map; at once where the reader wants no motion. */
  move(by) {
    if (STILL.matches) this.host.cy.panBy(by);
    else this.host.cy.animate({ panBy: by }, { duration: 160, easing: "ease-out" });
  }

  /** The smallest move that brings a mark into view. */
  show(node) {
    const { map, cy, clientWidth, clientHeight } = this.host;
    const by = reveal(map, node, this.view, clientWidth, clientHeight);
    if (by) cy.panBy(by);
  }

  zoomBy(factor, at) {
    const { cy, clientWidth, clientHeight } = this.host;
    const middle = { x: clientWidth / 2, y: clientHeight / 2 };
    cy.zoom({ level: cy.zoom() * factor, renderedPosition: at ?? middle });
  }

  /** The wheel zooms with Ctrl or ⌘; without it scrolls the page. */
  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const around = this.host.getBoundingClientRect();
    const at = { x: event.clientX - around.x, y: event.clientY - around.y };
    this.zoomBy(Math.exp(-event.deltaY * 0.002), at);
  }

  /** Findings keep 13 px on the screen, however far away one is. */
  keepMarksLarge() {
    const { cy } = this.host;
    const side = Math.max(15, 13 / cy.zoom());
    cy.batch(() => cy.nodes(".focus").style({ width: side, height: side }));
    cy.edges(".violated").style("width", 2.6 / cy.zoom());
  }
}
