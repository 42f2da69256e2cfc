/** Map JSON to cytoscape elements. Pure: positions are the server's, nothing is laid out here. */

import { isThin } from "./lines.js";

const LARGE = 150;

/** Whether the marks are too many, or too small, for links over the canvas: then the canvas draws them. */
export const isLarge = (map) => map.nodes.length > LARGE || map.view === "all";

/** The key of a node; its id differs where one migration stands in two bands. */
export const keyOf = (node) => node.key ?? node.id;

/** The map with the address of each mark, which the server leaves out where it is the one of all with the mark's key. */
export function withLinks(map) {
  if (map.link) for (const node of map.nodes) node.href ??= map.link.replace("%7Bkey%7D", () => keyOf(node));
  return map;
}

/** The two lines of a card: `0010` and `add_unique_id_migration`. */
export function lines(name) {
  const cut = name.indexOf("_");
  return cut < 0 ? [name, ""] : [name.slice(0, cut), name.slice(cut + 1)];
}

/** @param {object} map what map.json answers @returns {object[]} cytoscape elements, nodes first */
export function toElements(map) {
  const nodes = map.nodes.filter((node) => !node.more);
  const places = new Map(nodes.map((node) => [node.id, node]));
  const edges = map.edges.filter((edge) => !isThin(map, edge));
  return [...nodes.map((node) => toNode(node, map.view)), ...edges.map((edge) => toEdge(edge, places))];
}

function toNode(node, view) {
  const kind = node.kind ?? "card";
  return {
    group: "nodes",
    data: {
      id: node.id,
      w: node.w,
      h: node.h,
      label: view === "all" ? "" : (node.label ?? lines(node.name)[0]),
    },
    position: { x: node.x, y: node.y },
    classes: node.other ? [kind, node.status, `other-${node.other}`] : [kind, node.status],
  };
}

function toEdge(edge, places) {
  const data = {
    id: `${edge.source}>${edge.target}`,
    source: edge.source,
    target: edge.target,
    width: 1.4 + Math.log2(edge.count ?? 1) * 0.6,
  };
  const classes = [];
  if (edge.cross) classes.push("cross");
  if (edge.violated) classes.push("violated");
  if (edge.bends) {
    classes.push("bent");
    Object.assign(data, segments(edge.bends, places.get(edge.source), places.get(edge.target)));
  }
  return { group: "edges", data, classes };
}

/** Bends as cytoscape wants them: how far along the straight line between the ends, and how far beside it. */
function segments(bends, source, target) {
  const from = { x: source.x - source.w / 2, y: source.y };
  const to = { x: target.x + target.w / 2, y: target.y };
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const square = dx * dx + dy * dy || 1;
  const along = bends.map(([x, y]) => ((x - from.x) * dx + (y - from.y) * dy) / square);
  const beside = bends.map(([x, y]) => ((x - from.x) * -dy + (y - from.y) * dx) / Math.sqrt(square));
  return {
    weights: along.map((number) => number.toFixed(5)).join(" "),
    distances: beside.map((number) => number.toFixed(2)).join(" "),
  };
}
