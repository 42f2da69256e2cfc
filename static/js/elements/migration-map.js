/**
 * <migration-map src="…/map.json">: draws what the server has placed.
 *
 * Keyboard, pointer and screen reader share one path: the link of a migration, which loads the panel. Where the map
 * cannot be drawn the table takes its place.
 */

import { away, ends, fit, heightOf, home, reveal } from "../graph/camera.js";
import { isLarge, keyOf, toElements } from "../graph/elements.js";
import { kin, signed } from "../graph/focus.js";
import { grounds, gutter, labels, link, links, named, wayTo } from "../graph/overlay.js";
import { stylesheet } from "../graph/style.js";
import { spoken, walk } from "../graph/walk.js";
import { cytoscape } from "../lib/cytoscape.js";
import { say } from "../lib/notice.js";
import { onSchemeChange, token } from "../lib/tokens.js";

const WIDE = matchMedia("(min-width: 720px)");
const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const STEPS = {
  ArrowLeft: "needs",
  ArrowRight: "needed",
  ArrowUp: "up",
  ArrowDown: "down",
  n: "next",
  p: "previous",
};

/** The place on screen that an opened capsule keeps when the server has placed the map anew. */
let kept;

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
      if (this.isConnected) this.showTable();
    }
  }

  async load() {
    const answer = await fetch(this.getAttribute("src"), { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`map data: ${answer.status}`);
    return answer.json();
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
      hideEdgesOnViewport: map.nodes.length > 1500,
    });
    this.cy.on("viewport", () => this.follow());
    if (map.view === "all") this.cy.on("zoom", () => this.keepMarksLarge());
    this.cy.on("tap", "node", (event) => this.tap(event.target.id(), event.originalEvent));
    this.cy.on("tap", (event) => event.target === this.cy && this.name());
    this.cy.on("mouseover", "node", (event) => this.hover(event.target.id()));
    this.cy.on("mouseout", "node", () => this.hover());
    this.watch();
    this.look();
    this.dataset.ready = "";
  }

  sheet() {
    return stylesheet(token, { view: this.map.view, asLinks: this.asLinks });
  }

  build() {
    const { map } = this;
    const box = (name, ...children) => {
      const element = document.createElement("div");
      element.className = name;
      element.append(...children);
      return element;
    };
    const column = gutter(map);
    this.moveGutter = column.move;
    this.links = this.asLinks ? links(map) : new Map();
    this.canvas = box("map-canvas");
    this.lanes = box("map-lanes", ...grounds(map));
    this.cards = box("map-cards", ...this.links.values(), ...labels(map));
    this.says = box("visually-hidden");
    this.says.setAttribute("aria-live", "polite");
    this.rest = document.createElement("button");
    Object.assign(this.rest, { type: "button", className: "map-more", tabIndex: -1 });
    this.rest.addEventListener("click", () => this.move({ x: -this.clientWidth * 0.6, y: 0 }));
    this.tips = box("map-tips");
    this.away = box("map-aways");
    this.away.addEventListener("click", (event) => this.goTo(event.target.closest("button")?.dataset.id));
    const fallback = this.querySelector(".map-fallback") ?? "";
    this.replaceChildren(
      this.lanes,
      this.canvas,
      this.cards,
      ...column.elements,
      this.rest,
      this.tips,
      this.away,
      this.says,
      fallback,
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
    this.ends.push(onSchemeChange(() => this.cy.style(this.sheet())));
    const size = new ResizeObserver(() => {
      this.cy.resize();
      this.follow();
    });
    size.observe(this);
    this.ends.push(() => size.disconnect());
    this.listen(this, "keydown", (event) => this.press(event));
    this.listen(this, "wheel", (event) => this.wheel(event), { passive: false });
    this.listen(this, "touchstart", (event) => this.cy.userPanningEnabled(event.touches.length > 1), {
      capture: true,
    });
    this.listen(this, "pointerover", (event) => this.point(event.target.closest?.(".map-card")));
    this.listen(this, "pointerleave", () => this.light());
    this.listen(this, "focusout", () => this.hover());
    this.listen(this.cards, "click", (event) => this.clicked(event.target.closest(".map-card")));
    this.listen(document, "htmx:load", ({ detail: { elt } }) => {
      if (elt.id === "panel") this.choose(this.find(elt.dataset.key)?.id);
    });
    for (const tool of section.querySelectorAll("[data-needs-script]")) tool.hidden = false;
    this.listen(section, "click", (event) => this.tool(event.target.closest("button")));
  }

  // Looking

  look() {
    const { clientWidth, clientHeight, map } = this;
    const focus = this.find(map.focus);
    const shown = focus ?? this.find(document.querySelector("#panel")?.dataset.key);
    const view = home(map, clientWidth, clientHeight, shown?.id);
    const isKept = focus && kept?.key === map.focus;
    if (isKept) {
      view.zoom = kept.zoom;
      view.pan = { x: kept.x - focus.x * kept.zoom, y: kept.y - focus.y * kept.zoom };
    }
    kept = undefined;
    this.cy.viewport(view);
    this.choose(shown?.id);
    if (focus && !isKept) this.show(focus);
    this.follow();
  }

  follow() {
    if (!this.cy) return;
    const [zoom, pan] = [this.cy.zoom(), this.cy.pan()];
    const change = `translate(${pan.x}px, ${pan.y}px) scale(${zoom})`;
    this.lanes.style.transform = `translateY(${pan.y}px) scaleY(${zoom})`;
    this.cards.style.transform = change;
    this.moveGutter({ zoom, pan });
    const right = (this.clientWidth - pan.x) / zoom - 8;
    const hidden = this.map.nodes.filter(
      (node) => !node.more && node.x + node.w / 2 > right + node.w / 2,
    ).length;
    this.rest.textContent = hidden ? `${hidden} more ›` : "";
    this.name(this.named);
    this.pointAway();
  }

  /** Where an end of the chosen finding lies that is not in view, if the other is. */
  pointAway() {
    const { map, clientWidth, clientHeight } = this;
    const view = { zoom: this.cy.zoom(), pan: this.cy.pan() };
    const sides = ends(map, this.chosen).map((node) => [
      node,
      away(map, node, view, clientWidth, clientHeight),
    ]);
    const outside = new Map(sides.filter(([, side]) => side).map(([node, side]) => [side, node]));
    const isSeen = sides.some(([, side]) => !side);
    const ways = isSeen ? [...outside].map(([side, node]) => wayTo(node, side)) : [];
    this.away.replaceChildren(...ways);
  }

  /** Names the mark with this id, where the canvas draws it; none without one. */
  name(id) {
    this.named = id;
    const node = this.asLinks ? undefined : this.places.get(id);
    const view = { zoom: this.cy.zoom(), pan: this.cy.pan() };
    this.tips.replaceChildren(...(node ? [named(node, view, this.clientWidth)] : []));
  }

  hover(id) {
    this.name(id);
    this.light(id && kin(this.map, id));
  }

  /** The first touch of a dot names it, the second opens it; a pointer that hovers has named it before. */
  tap(id, event) {
    const isTouch = event?.pointerType === "touch" || event?.type.startsWith("touch");
    if (isTouch && !this.asLinks && this.named !== id) this.hover(id);
    else this.open(id);
  }

  /** Findings keep 13 px on the screen, however far away one is. */
  keepMarksLarge() {
    const side = Math.max(15, 13 / this.cy.zoom());
    this.cy.batch(() => this.cy.nodes(".focus").style({ width: side, height: side }));
    this.cy.edges(".violated").style("width", 2.6 / this.cy.zoom());
  }

  move(by) {
    if (STILL.matches) this.cy.panBy(by);
    else this.cy.animate({ panBy: by }, { duration: 160, easing: "ease-out" });
  }

  show(node) {
    const view = { zoom: this.cy.zoom(), pan: this.cy.pan() };
    const by = reveal(this.map, node, view, this.clientWidth, this.clientHeight);
    if (by) this.cy.panBy(by);
  }

  zoomBy(factor, at) {
    const middle = { x: this.clientWidth / 2, y: this.clientHeight / 2 };
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: at ?? middle });
  }

  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const box = this.getBoundingClientRect();
    const at = { x: event.clientX - box.x, y: event.clientY - box.y };
    this.zoomBy(Math.exp(-event.deltaY * 0.002), at);
  }

  /** Dims all but these; without any, what the pressed entry of the legend lights, or nothing. */
  light(lit = this.signed) {
    if (!this.cy) return;
    for (const [id, element] of this.links)
      element.classList.toggle("is-dim", Boolean(lit) && !this.isLit(lit, id));
    this.cy.batch(() => {
      this.cy.elements().removeClass("dim");
      if (lit)
        this.cy
          .elements()
          .filter((one) => !lit.nodes.has(one.id()) && !lit.edges.has(one.id()))
          .addClass("dim");
    });
    const isBrokenLit =
      !lit || this.map.edges.some((e) => e.violated && lit.edges.has(`${e.source}>${e.target}`));
    for (const words of this.cards.querySelectorAll(".map-label"))
      words.classList.toggle("is-dim", !isBrokenLit);
  }

  isLit(lit, id) {
    const node = this.places.get(id);
    return lit.nodes.has(node.more ? this.find(keyOf(node))?.id : id);
  }

  point(card) {
    if (card)
      this.light(kin(this.map, this.find(keyOf(this.places.get(card.dataset.id)), card.dataset.id).id));
    else this.light();
  }

  // Choosing

  /** The mark of a key, that with the id if it is given and is one. */
  find(key, id) {
    const node = this.places.get(id);
    if (node && !node.more) return node;
    const marks = this.map.nodes.filter((other) => !other.more && keyOf(other) === key);
    return marks.find((other) => !other.capsule) ?? marks[0];
  }

  choose(id) {
    this.chosen = id;
    for (const [other, element] of this.links) {
      if (other === id) element.setAttribute("aria-current", "true");
      else element.removeAttribute("aria-current");
    }
    this.cy.nodes(".chosen").removeClass("chosen");
    if (id) this.cy.$id(id).addClass("chosen");
    this.pointAway();
  }

  goTo(id) {
    const node = this.places.get(id);
    if (!node) return;
    this.choose(id);
    this.show(node);
    this.links.get(id)?.focus({ preventScroll: true });
    this.hover(id);
    this.says.textContent = spoken(this.map, node);
  }

  /** Clicks the migration's own link; a large map has them only as they are asked for. */
  open(id) {
    const node = this.places.get(id);
    if (!node) return;
    if (!this.links.has(id)) {
      const element = link(this.map, node);
      element.classList.add("visually-hidden");
      element.tabIndex = -1;
      this.links.set(id, element);
      this.cards.append(element);
      globalThis.htmx?.process(element);
    }
    this.links.get(id).click();
  }

  clicked(card) {
    if (!card) return;
    const node = this.places.get(card.dataset.id);
    this.choose(node.more ? this.find(keyOf(node))?.id : node.id);
    if (node.capsule) {
      const [zoom, pan] = [this.cy.zoom(), this.cy.pan()];
      kept = { key: keyOf(node), x: node.x * zoom + pan.x, y: node.y * zoom + pan.y, zoom };
    }
  }

  // Keys and tools

  press(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = STEPS[event.key];
    const deeds = {
      Enter: () => event.target === this && this.open(this.chosen),
      "+": () => this.zoomBy(1.25),
      "-": () => this.zoomBy(0.8),
      0: () => this.cy.viewport(fit(this.map, this.clientWidth, this.clientHeight)),
      f: () => this.cy.viewport(home(this.map, this.clientWidth, this.clientHeight, this.chosen)),
      t: () => this.openTable(),
      Escape: () => this.leave(),
    };
    const deed = step ? () => this.goTo(walk(this.map, this.chosen, step)) : deeds[event.key];
    if (!deed || (event.key.length === 1 && document.documentElement.dataset.keys === "off")) return;
    if (event.key === "Enter" && event.target !== this) return;
    event.preventDefault();
    event.stopPropagation();
    deed();
  }

  leave() {
    this.hover();
    if (document.activeElement === this) this.blur();
    else this.focus({ preventScroll: true });
  }

  tool(button) {
    if (!button || !this.cy) return;
    const { zoom, step, kind, name } = button.dataset;
    if (zoom === "fit") this.cy.viewport(fit(this.map, this.clientWidth, this.clientHeight));
    else if (zoom) this.zoomBy(zoom === "in" ? 1.25 : 0.8);
    if (step) this.goTo(walk(this.map, this.chosen, step === "1" ? "next" : "previous"));
    if (kind) this.sign(button, kind, name);
  }

  sign(button, kind, name) {
    const isLit = button.getAttribute("aria-pressed") !== "true";
    for (const other of button.closest("ul").querySelectorAll("button"))
      other.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-pressed", String(isLit));
    this.signed = isLit ? signed(this.map, kind, name) : undefined;
    this.light();
  }

  // Failing

  toTable() {
    return (this.closest("#map-section") ?? document).querySelector('[data-as="table"]');
  }

  /** Loads the table, with the focus in the field that narrows it. */
  openTable() {
    const link = this.toTable();
    if (link) location.assign(`${link.href}#table-q`);
  }

  /** The table of the same address takes the map's place, with a notice. */
  async showTable() {
    say("The map could not be loaded; this is its table.", { isError: true });
    const section = this.closest("#map-section");
    const href = this.toTable()?.href;
    if (!section || !href) return;
    const answer = await fetch(href).catch(() => undefined);
    const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : undefined;
    const table = page?.querySelector("#map-section");
    if (!table || table.querySelector("migration-map")) return;
    section.replaceWith(document.adoptNode(table));
    globalThis.htmx?.process(document.querySelector("#map-section"));
  }
}

customElements.define("migration-map", MigrationMap);
