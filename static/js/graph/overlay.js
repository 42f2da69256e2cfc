/** The plain elements over and under the canvas: lanes, app column, titles, cards, words of edges. */

import { keyOf, lines } from "./elements.js";
import { called } from "./walk.js";

const ICONS = new URL("../../img/icons.svg", import.meta.url).href;
const SVG = "http://www.w3.org/2000/svg";
export const NO_ROW = "needs, no row";

function make(tag, name, ...children) {
  const element = document.createElement(tag);
  element.className = name;
  element.append(...children);
  return element;
}

function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("class", "map-icon");
  svg.setAttribute("aria-hidden", "true");
  svg.dataset.status = name;
  use.setAttribute("href", `${ICONS}#${name}`);
  svg.append(use);
  return svg;
}

function put(element, { x, y, w, h }) {
  Object.assign(element.style, {
    left: `${x - w / 2}px`,
    top: `${y - h / 2}px`,
    width: `${w}px`,
    height: `${h}px`,
  });
  return element;
}

/** The lanes' grounds, in map coordinates. */
export function grounds(map) {
  return map.lanes.map((lane) => {
    const ground = make("div", "map-lane");
    if (lane.even) ground.dataset.even = "";
    Object.assign(ground.style, {
      top: `${lane.y - lane.h / 2 + 2}px`,
      height: `${Math.max(lane.h - 4, 1)}px`,
    });
    return ground;
  });
}

/** The app column: one entry per lane, and what moves it. */
export function gutter(map) {
  const names = map.lanes.map((lane) => {
    const name = make("span", "map-app", make("b", "", lane.app), make("small", "", String(lane.n)));
    name.dataset.worst = lane.worst;
    name.title = lane.app;
    return name;
  });
  const titles = map.bands.map((band) => {
    const number = band.number ? [make("span", "map-band-number", String(band.number))] : [];
    const title = make(band.closed ? "a" : "span", "map-band", ...number, band.title);
    title.dataset.weight = band.weight;
    if (band.closed) asSection(title, band.href);
    return title;
  });
  const column = make("div", "map-gutter", ...names);
  column.style.width = `${map.gutter - 16}px`;
  const heads = make("div", "map-heads", ...titles);
  const move = ({ zoom, pan }) => {
    let below = -Infinity;
    map.lanes.forEach((lane, at) => {
      const y = lane.y * zoom + pan.y;
      const isFree = y - below >= 13;
      names[at].hidden = !isFree;
      names[at].classList.toggle("is-low", lane.h * zoom < 34);
      if (isFree) below = y;
      names[at].style.top = `${y}px`;
    });
    map.bands.forEach((band, at) => {
      titles[at].style.top = `${band.y * zoom + pan.y}px`;
    });
  };
  return { elements: [column, heads], move };
}

/** A real link for every mark, by id. */
export function links(map) {
  return new Map(map.nodes.map((node) => [node.id, put(link(map, node), node)]));
}

/** The link of one migration, a capsule or a "+14": the same that the table has. */
export function link(map, node) {
  const kind = node.kind ?? "card";
  const element = make("a", `map-card is-${kind}`);
  element.dataset.id = node.id;
  element.dataset.status = node.status;
  element.draggable = false;
  if (node.capsule) {
    element.append(node.label);
    element.title = node.title;
    element.setAttribute("aria-label", `${node.title}; open`);
    asSection(element, node.href);
    return element;
  }
  asPanel(element, map, node);
  if (node.more) {
    element.append(node.label);
    element.title = node.title;
    element.setAttribute("aria-label", node.title);
    return element;
  }
  const [number, rest] = lines(node.name);
  element.append(icon(node.status), make("span", "map-card-text", make("b", "", number)));
  if (node.h > 36) element.lastChild.append(" ", make("span", "", rest));
  else element.classList.add("is-low");
  if (node.marks?.includes("irreversible")) element.append(icon("irreversible"));
  if (node.other) element.append(otherSign(node));
  element.title = keyOf(node);
  element.setAttribute("aria-label", called(map, node));
  return element;
}

/** The second mark: the status in the other environment. */
function otherSign(node) {
  const sign = make("span", "map-other", icon(node.other));
  sign.dataset.status = node.other;
  return sign;
}

/** The key as addresses have it: what `focus` of the node's own link says. */
function keyInAddress(node) {
  return new URLSearchParams(node.href.split("?")[1]).get("focus") ?? keyOf(node);
}

function asPanel(element, map, node) {
  element.href = node.href;
  if (!map.panel) return;
  element.setAttribute("hx-get", map.panel.replace("{key}", encodeURIComponent(keyInAddress(node))));
  element.setAttribute("hx-target", "#panel");
  element.setAttribute("hx-swap", "outerHTML");
  element.setAttribute("hx-push-url", node.href);
}

/** Makes a link load the section of the map anew. */
export function asSection(element, href) {
  element.href = href;
  element.setAttribute("hx-get", href);
  element.setAttribute("hx-target", "#map-section");
  element.setAttribute("hx-select", "#map-section");
  element.setAttribute("hx-select-oob", "#panel");
  element.setAttribute("hx-swap", "outerHTML");
  element.setAttribute("hx-push-url", "true");
}

/** The words at one side of the map: how many marks lie beyond it. */
export function rest(side) {
  const button = make("button", "map-more");
  Object.assign(button, { type: "button", tabIndex: -1 });
  button.dataset.side = side;
  return button;
}

const ARROWS = { up: "↑", down: "↓", left: "←", right: "→" };

/** The words at the edge of the map that say where a mark lies which is not in view. */
export function wayTo(node, side) {
  const button = make("button", "map-away", `${ARROWS[side]} ${keyOf(node)}`);
  button.type = "button";
  button.dataset.side = side;
  button.dataset.id = node.id;
  return button;
}

/** The name of a dot: its key and its status, beside it. */
export function named(node, { zoom, pan }, width, other) {
  const name = make("b", "", node.capsule ? node.label : keyOf(node));
  const tip = make("div", "map-tip", icon(node.status), name);
  tip.append(node.capsule ? node.app : node.status.replaceAll("-", " "));
  if (node.other)
    tip.append(
      make("span", "map-tip-other", icon(node.other), `${node.other.replaceAll("-", " ")} in ${other}`),
    );
  const x = node.x * zoom + pan.x;
  const isRight = x > width / 2;
  tip.dataset.side = isRight ? "left" : "right";
  const beside = (node.w / 2) * zoom + 8;
  tip.style.left = `${isRight ? x - beside : x + beside}px`;
  tip.style.top = `${node.y * zoom + pan.y}px`;
  return tip;
}

/** The words of violated edges, each place once. */
export function labels(map) {
  const places = new Map();
  for (const { label } of map.edges) if (label) places.set(label.join(), label);
  return [...places.values()].map(([x, y]) => {
    const words = make("span", "map-label", NO_ROW);
    Object.assign(words.style, { left: `${x}px`, top: `${y}px` });
    return words;
  });
}
