/**
 * <migration-map src="…/map.json">: draws what the server has placed.
 *
 * Keyboard, pointer and screen reader share one path: the link of a migration, which loads the panel. Where the map
 * cannot be drawn the table takes its place.
 */

import { heightOf } from "../graph/camera.js";
import { Choice } from "../graph/choice.js";
import { isLarge, toElements, withLinks } from "../graph/elements.js";
import { Horizon } from "../graph/horizon.js";
import { press } from "../graph/keyboard.js";
import { Light } from "../graph/light.js";
import { Lines } from "../graph/lines.js";
import { Minimap } from "../graph/minimap.js";
import { grounds, gutter, labels, links } from "../graph/overlay.js";
import { Pointer } from "../graph/pointer.js";
import { stylesheet } from "../graph/style.js";
import { showTable } from "../graph/table-twin.js";
import { Viewpoint } from "../graph/viewpoint.js";
import { cytoscape } from "../lib/cytoscape.js";
import { onSchemeChange, token } from "../lib/tokens.js";

const WIDE = matchMedia("(min-width: 720px)");

function box(name, ...children) {
  const element = document.createElement("div");
  element.className = name;
  element.append(...children);
  return element;
}

class MigrationMap extends HTMLElement {
  connectedCallback() {
    this.ends = [];
    this.listen(WIDE, "change", () => this.begin());
    this.begin();
  }

  disconnectedCallback() {
    for (const end of this.ends) end();
    this.cy?.destroy();
    this.cy = undefined;
    this.hasBegun = false;
  }

  async begin() {
    if (this.hasBegun || !WIDE.matches) return;
    this.hasBegun = true;
    try {
      const [map, library] = await Promise.all([this.load(), cytoscape()]);
      if (this.isConnected) this.draw(map, library);
    } catch {
      if (this.isConnected) showTable(this);
    }
  }

  async load() {
    const answer = await fetch(this.getAttribute("src")); // as the page preloads it: with no header of its own
    if (!answer.ok) throw new Error(`map data: ${answer.status}`);
    return withLinks(await answer.json());
  }

  draw(map, library) {
    this.map = map;
    this.places = new Map(map.nodes.map((node) => [node.id, node]));
    this.asLinks = !isLarge(map);
    this.style.height = `${heightOf(map)}px`;
    this.build();
    this.cy = library({
      container: this.canvas,
      elements: toElements(map),
      style: this.sheet(),
      layout: { name: "preset", fit: false },
      minZoom: 0.1,
      maxZoom: 2.5,
      boxSelectionEnabled: false,
      autoungrabify: true,
      autounselectify: true,
      userZoomingEnabled: false,
    });
    this.cy.on("viewport", () => this.follow());
    if (map.view === "all") this.cy.on("zoom", () => this.viewpoint.keepMarksLarge());
    this.cy.on("tap", "node", (event) => this.pointer.tap(event.target.id(), event.originalEvent));
    this.cy.on("tap", (event) => event.target === this.cy && this.letGo());
    this.cy.on("mouseover", "node", (event) => this.pointer.hover(event.target.id()));
    this.cy.on("mouseout", "node", () => this.pointer.hover());
    this.watch();
    this.look();
    this.dataset.ready = "";
  }

  sheet() {
    return stylesheet(token, { view: this.map.view, asLinks: this.asLinks });
  }

  build() {
    const { map } = this;
    const column = gutter(map);
    this.moveGutter = column.move;
    this.links = this.asLinks ? links(map) : new Map();
    this.canvas = box("map-canvas");
    this.lanes = box("map-lanes", ...grounds(map));
    this.cards = box("map-cards", ...this.links.values(), ...labels(map));
    this.says = box("visually-hidden");
    this.says.setAttribute("aria-live", "polite");
    this.tips = box("map-tips");
    this.choice = new Choice(this);
    this.pointer = new Pointer(this);
    this.light = new Light(this);
    this.lines = new Lines(this);
    this.viewpoint = new Viewpoint(this);
    this.horizon = new Horizon(this, (by) => this.viewpoint.move(by));
    this.minimap = new Minimap(this, (key) => this.choice.goAround(key));
    this.replaceChildren(
      this.lanes,
      this.lines.canvas,
      this.canvas,
      this.cards,
      ...column.elements,
      ...this.horizon.elements,
      this.minimap.element,
      this.tips,
      this.says,
      this.querySelector(".map-fallback") ?? "",
    );
    this.tabIndex = 0;
    this.setAttribute("role", "application");
    this.setAttribute("aria-label", "Map of the migrations. The same facts are in the table.");
    globalThis.htmx?.process(this);
  }

  /** Listens for as long as the element is connected. */
  listen(source, name, callback, options) {
    source.addEventListener(name, callback, options);
    this.ends.push(() => source.removeEventListener(name, callback, options));
  }

  watch() {
    const section = this.closest("#map-section") ?? this;
    const repaint = () => {
      this.cy.style(this.sheet());
      this.lines.follow();
      this.minimap.paint();
    };
    this.ends.push(onSchemeChange(repaint));
    // It also tells the size that the map has had from the beginning, which would draw everything twice.
    let seen = `${this.clientWidth} ${this.clientHeight}`;
    const size = new ResizeObserver(() => {
      const now = `${this.clientWidth} ${this.clientHeight}`;
      if (now === seen) return;
      seen = now;
      this.cy.resize();
      this.minimap.place();
      this.follow();
    });
    size.observe(this);
    this.ends.push(() => size.disconnect());
    this.listen(this, "keydown", (event) => press(this, event));
    this.listen(this, "wheel", (event) => this.viewpoint.wheel(event), { passive: false });
    this.listen(this, "touchstart", (event) => this.cy.userPanningEnabled(event.touches.length > 1), {
      capture: true,
    });
    this.listen(this, "pointerover", (event) => this.pointer.point(event.target.closest?.(".map-card")));
    this.listen(this, "pointerleave", () => this.light.hover());
    this.listen(this, "focusout", () => this.pointer.hover());
    this.listen(this.cards, "click", (event) => this.choice.take(event.target.closest(".map-card")));
    this.listen(document, "htmx:load", ({ detail: { elt } }) => {
      if (elt.id === "panel") this.choice.choose(this.choice.find(elt.dataset.key)?.id);
    });
    for (const tool of section.querySelectorAll("[data-needs-script]")) tool.hidden = false;
    for (const sign of section.querySelectorAll(".map-sign")) sign.disabled = false;
    this.listen(section, "click", (event) => this.tool(event.target.closest("button")));
  }

  // Looking

  look() {
    const { map, choice } = this;
    const focus = choice.find(map.focus);
    const shown = focus ?? choice.find(document.querySelector("#panel")?.dataset.key);
    this.viewpoint.begin(shown, focus);
    choice.choose(shown?.id);
    this.light.paint();
    this.minimap.place();
    this.minimap.paint();
    this.follow();
  }

  follow() {
    if (!this.cy) return;
    const [zoom, pan] = [this.cy.zoom(), this.cy.pan()];
    const change = `translate(${pan.x}px, ${pan.y}px) scale(${zoom})`;
    this.lanes.style.transform = `translateY(${pan.y}px) scaleY(${zoom})`;
    this.cards.style.transform = change;
    this.moveGutter({ zoom, pan });
    this.pointer.follow();
    this.lines.follow();
    this.horizon.follow();
    this.minimap.follow();
  }

  letGo() {
    this.pointer.name();
    this.light.hold();
  }

  leave() {
    this.pointer.hover();
    this.light.hold();
    if (document.activeElement === this) this.blur();
    else this.focus({ preventScroll: true });
  }

  tool(button) {
    if (!button || !this.cy) return;
    const { zoom, step, kind, name } = button.dataset;
    if (zoom === "fit") this.viewpoint.fit();
    else if (zoom) this.viewpoint.zoomBy(zoom === "in" ? 1.25 : 0.8);
    if (step) this.choice.step(step === "1" ? "next" : "previous");
    if (kind) this.light.sign(button, kind, name);
  }
}

customElements.define("migration-map", MigrationMap);
