/** Walking the map by keys: where a step leads, and what is said there. Pure. */

import { keyOf, lines } from "./elements.js";

const words = (status) => status.replaceAll("-", " ");
const byPlace = (a, b) => a.x - b.x || a.y - b.y;

/** The marks of findings, in the order of `n` and `p`: band by band, the dependant before its dependency. */
export function findings(map) {
  const subjects = map.nodes.filter((node) => node.kind === "focus" && node.status !== "missing");
  return subjects.length ? subjects : map.nodes.filter((node) => node.kind === "focus");
}

/**
 * @param {object} map @param {string} id where one stands
 * @param {"needs"|"needed"|"up"|"down"|"next"|"previous"} step
 * @returns {string|undefined} the id one comes to; nothing where there is no way
 */
export function walk(map, id, step) {
  const places = new Map(map.nodes.filter((node) => !node.more).map((node) => [node.id, node]));
  const here = places.get(id);
  if (step === "next" || step === "previous") return around(findings(map), id, step === "next" ? 1 : -1);
  if (!here) return findings(map)[0]?.id ?? map.nodes[0]?.id;
  if (step === "needs") return along(map, here, "source", "target", places);
  if (step === "needed") return along(map, here, "target", "source", places);
  return across(map, here, step === "up" ? -1 : 1, places);
}

function around(marks, id, step) {
  if (!marks.length) return undefined;
  const at = marks.findIndex((node) => node.id === id);
  return marks[at < 0 ? (step > 0 ? 0 : marks.length - 1) : (at + step + marks.length) % marks.length].id;
}

function along(map, here, from, to, places) {
  const edges = map.edges.filter((edge) => edge[from] === here.id && places.has(edge[to]));
  edges.sort(
    (a, b) =>
      Boolean(b.violated) - Boolean(a.violated) ||
      Boolean(a.cross) - Boolean(b.cross) ||
      byPlace(places.get(b[to]), places.get(a[to])),
  );
  return edges[0]?.[to];
}

function across(map, here, step, places) {
  const lanes = map.lanes.toSorted((a, b) => a.y - b.y);
  const at = lanes.findIndex((lane) => Math.abs(here.y - lane.y) <= lane.h / 2);
  for (let next = at + step; lanes[next]; next += step) {
    const lane = lanes[next];
    const inside = [...places.values()].filter((node) => Math.abs(node.y - lane.y) <= lane.h / 2);
    inside.sort((a, b) => Math.abs(a.x - here.x) - Math.abs(b.x - here.x) || byPlace(a, b));
    if (inside.length) return inside[0].id;
  }
  return undefined;
}

/** What a screen reader hears of a place: key, status, and what it needs. */
export function spoken(map, node) {
  return node.capsule ? node.title : [keyOf(node), ...told(map, node)].join(", ");
}

/** The name of a card's link: what is seen on the card first, so that who speaks to the browser says what he sees. */
export function called(map, node) {
  return [`${lines(node.name).join(" ").trim()} of ${node.app}`, ...told(map, node)].join(", ");
}

function told(map, node) {
  const places = new Map(map.nodes.map((other) => [other.id, other]));
  const parts = [words(node.status)];
  if (node.marks?.includes("irreversible")) parts.push("irreversible");
  if (node.other) parts.push(`in ${map.other} ${words(node.other)}`);
  const needs = map.edges.filter((edge) => edge.source === node.id);
  const broken = needs.filter((edge) => edge.violated);
  for (const edge of broken) parts.push(`its dependency ${keyOf(places.get(edge.target))} has no row`);
  if (!broken.length) {
    const keys = needs.map((edge) => places.get(edge.target)).filter((other) => !other.capsule);
    if (keys.length) parts.push(`needs ${keys.map(keyOf).join(" and ")}`);
  }
  return parts;
}
