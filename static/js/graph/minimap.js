/**
 * The whole release in the small, in a corner of the map, with a frame around what the map shows.
 *
 * The default view shows a few migrations out of many: there the server placed the points, and the frame moved
 * elsewhere asks for the migration at that place. The other views show all: there the points are those of the map, and
 * the frame moves the map.
 */

import { token } from "../lib/tokens.js";
import { corner } from "./camera.js";

const SIZE = { width: 168, height: 66 };
const MARGIN = 6;
const LEAST = 8;
const QUIET = new Set(["applied", "squash", "replaced", "elsewhere"]);

export class Minimap {
  /** @param {object} host the element of the map @param {(key: string) => void} open shows a migration by its key */
  constructor(host, open) {
    this.host = host;
    this.open = open;
    this.element = document.createElement("div");
    this.element.className = "map-overview";
    this.element.setAttribute("aria-hidden", "true");
    this.canvas = document.createElement("canvas");
    this.frame = document.createElement("div");
    this.frame.className = "map-overview-frame";
    this.words = document.createElement("span");
    this.words.textContent = host.map.overview?.text ?? "";
    this.element.append(this.canvas, this.frame, this.words);
    this.element.addEventListener("pointerdown", (event) => this.grasp(event));
    this.element.addEventListener("pointermove", (event) => this.drag(event));
    this.element.addEventListener("pointerup", (event) => this.drop(event));
    this.element.addEventListener("pointercancel", () => this.release());
  }

  /** How far apart the points are, where they are those of the map. */
  get scale() {
    const { map } = this.host;
    const room = { width: SIZE.width - 2 * MARGIN, height: SIZE.height - 2 * MARGIN };
    return { x: room.width / Math.max(map.width - map.gutter, 1), y: room.height / Math.max(map.height, 1) };
  }

  /** Paints the points, in the colours of the scheme. */
  paint() {
    const ratio = globalThis.devicePixelRatio || 1;
    Object.assign(this.canvas, { width: SIZE.width * ratio, height: SIZE.height * ratio });
    const paper = this.canvas.getContext("2d");
    paper.scale(ratio, ratio);
    paper.translate(MARGIN, MARGIN);
    const { overview } = this.host.map;
    if (overview) this.paintPlaced(paper, overview);
    else this.paintMap(paper);
  }

  paintPlaced(paper, { quiet, pending, wrong }) {
    paper.lineWidth = 2;
    for (const [path, name] of [
      [quiet, "status-applied"],
      [pending, "status-pending"],
    ]) {
      paper.strokeStyle = token(name);
      paper.globalAlpha = name === "status-applied" ? 0.45 : 1;
      paper.stroke(new Path2D(path));
    }
    paper.globalAlpha = 1;
    this.paintWrong(paper, wrong);
  }

  paintMap(paper) {
    const { map } = this.host;
    const { x: across, y: down } = this.scale;
    const at = (node) => [(node.x - map.gutter) * across, node.y * down];
    for (const [name, alpha, isOf] of [
      ["status-applied", 0.45, (node) => QUIET.has(node.status)],
      ["status-pending", 1, (node) => node.status === "pending"],
    ]) {
      paper.fillStyle = token(name);
      paper.globalAlpha = alpha;
      for (const node of map.nodes) if (!node.more && isOf(node)) paper.fillRect(...at(node), 1.5, 1.5);
    }
    paper.globalAlpha = 1;
    const wrong = map.nodes.filter((n) => !n.more && !QUIET.has(n.status) && n.status !== "pending");
    this.paintWrong(paper, wrong.map(at));
  }

  paintWrong(paper, places) {
    paper.fillStyle = token("status-missing-dependency");
    for (const [x, y] of places) paper.fillRect(x - 1.5, y - 1.5, 4, 4);
  }

  /** Into the corner in which nothing that matters is under it. */
  place() {
    const { map, cy, clientWidth, clientHeight } = this.host;
    this.element.hidden = false;
    const size = { width: this.element.offsetWidth, height: this.element.offsetHeight };
    const place = corner(map, { zoom: cy.zoom(), pan: cy.pan() }, clientWidth, clientHeight, size);
    this.element.dataset.corner = place ?? "";
    this.element.hidden = !place;
  }

  /** The frame around what the map shows now. */
  follow() {
    const { map, cy, clientWidth, clientHeight } = this.host;
    if (!cy || this.grasped) return;
    const view = { zoom: cy.zoom(), pan: cy.pan() };
    const [left, top, width, height] = map.overview?.frame ?? this.seen(view, clientWidth, clientHeight);
    this.put({ left, top, width: Math.max(width, LEAST), height: Math.max(height, LEAST) });
  }

  /** The part of the map that is in view, in points. */
  seen({ zoom, pan }, width, height) {
    const { map } = this.host;
    const scale = this.scale;
    const within = (low, number, high) => Math.min(Math.max(low, number), high);
    const most = { x: SIZE.width - 2 * MARGIN, y: SIZE.height - 2 * MARGIN };
    const left = within(0, ((map.gutter - pan.x) / zoom - map.gutter) * scale.x, most.x);
    const right = within(0, ((width - pan.x) / zoom - map.gutter) * scale.x, most.x);
    const top = within(0, (-pan.y / zoom) * scale.y, most.y);
    const bottom = within(0, ((height - pan.y) / zoom) * scale.y, most.y);
    return [left, top, right - left, bottom - top];
  }

  put(box) {
    this.box = box;
    Object.assign(this.frame.style, {
      left: `${box.left + MARGIN}px`,
      top: `${box.top + MARGIN}px`,
      width: `${box.width}px`,
      height: `${box.height}px`,
    });
  }

  grasp(event) {
    event.stopPropagation();
    event.preventDefault();
    this.element.setPointerCapture(event.pointerId);
    this.grasped = { x: event.clientX, y: event.clientY, hasMoved: false };
    this.drag(event, event.target !== this.frame);
  }

  /** The middle of the frame comes under the pointer. */
  drag(event, isJump = false) {
    if (!this.grasped) return;
    const way = Math.hypot(event.clientX - this.grasped.x, event.clientY - this.grasped.y);
    if (way < 3 && !isJump && !this.grasped.hasMoved) return;
    this.grasped.hasMoved = true;
    const around = this.element.getBoundingClientRect();
    const x = event.clientX - around.x - MARGIN;
    const y = event.clientY - around.y - MARGIN;
    this.put({ ...this.box, left: x - this.box.width / 2, top: y - this.box.height / 2 });
    if (!this.host.map.overview) this.moveTo(x, y);
  }

  drop() {
    const { grasped, box } = this;
    this.release();
    const { overview } = this.host.map;
    if (!grasped?.hasMoved || !overview) return;
    const at = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    const near = ([x, y]) => Math.hypot(x - at.x, (y - at.y) * 2);
    const place = overview.places.toSorted((a, b) => near(a) - near(b))[0];
    if (place) this.open(place[2]);
  }

  release() {
    this.grasped = undefined;
    this.follow();
  }

  /** Moves the map, so that a point is in its middle. */
  moveTo(x, y) {
    const { map, cy, clientWidth, clientHeight } = this.host;
    const zoom = cy.zoom();
    const place = { x: x / this.scale.x + map.gutter, y: y / this.scale.y };
    cy.pan({ x: clientWidth / 2 - place.x * zoom, y: clientHeight / 2 - place.y * zoom });
  }
}
