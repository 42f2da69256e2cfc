/** Where the map is looked at from. Pure: sizes in, zoom and pan out. */

const EDGE = 16;
/** Between the labels of the apps and the lanes. */
const GAP = 16;
/** The words on a card are readable down to this zoom. */
const READABLE = 0.7;

const ZOOMS = { window: [0.94, 1], differs: [0.85, 1], all: [0.15, 1.6] };
const HEIGHTS = { window: [220, 2400], differs: [320, 620], all: [320, 620] };

const within = (low, number, high) => Math.min(Math.max(low, number), high);

/** How high the map's box is, in px. */
export function heightOf(map) {
  return within(HEIGHTS[map.view][0], map.height, HEIGHTS[map.view][1]);
}

/** The zoom at which the whole map is in the box; the app column keeps its width at any zoom. */
function whole(map, width, height) {
  return Math.min((width - map.gutter) / Math.max(map.width - map.gutter, 1), height / map.height);
}

/** Beside the app column, in the middle of the height. */
function still(map, zoom, height) {
  return { x: map.gutter * (1 - zoom), y: Math.max(0, (height - map.height * zoom) / 2) };
}

/** The two ends of the violated edges of a mark; of the first such edge where it has none. @returns {object[]} */
export function ends(map, id) {
  const violated = map.edges.filter((edge) => edge.violated);
  const own = violated.filter((edge) => edge.source === id || edge.target === id);
  const ids = new Set(
    (own.length ? own : violated.slice(0, 1)).flatMap((edge) => [edge.source, edge.target]),
  );
  return map.nodes.filter((node) => ids.has(node.id));
}

/** The box around some marks. */
function around(marks) {
  return {
    left: Math.min(...marks.map((node) => node.x - node.w / 2)),
    right: Math.max(...marks.map((node) => node.x + node.w / 2)),
    top: Math.min(...marks.map((node) => node.y - node.h / 2)),
    bottom: Math.max(...marks.map((node) => node.y + node.h / 2)),
  };
}

/**
 * The first look: never smaller than readable. It has both ends of the first violated edge where the box is high
 * enough, else its dependant; what does not fit is cut at the right, but no finding's card is.
 * @returns {{zoom: number, pan: {x: number, y: number}}}
 */
export function home(map, width, height, id) {
  const [low, high] = ZOOMS[map.view];
  const marks = map.nodes.filter((node) => node.kind === "focus");
  const broken = ends(map, id);
  const first = marks.find((node) => node.id === id) ?? marks[0];
  const pair = around(broken.length ? broken : marks.slice(0, 1));
  const both = map.view === "differs" ? (height - 2 * EDGE) / (pair.bottom - pair.top) : Infinity;
  const fitting = within(low, whole(map, width, map.view === "all" ? height : Infinity), high);
  const zoom = both < READABLE ? fitting : Math.min(fitting, both);
  const pan = still(map, zoom, height);
  if (!marks.length) return { zoom, pan };
  const all = around(marks);
  const left = map.gutter - GAP;
  pan.x -= within(
    0,
    all.right * zoom + pan.x + EDGE - width,
    Math.max(0, all.left * zoom + pan.x - left - EDGE),
  );
  const spare = map.height * zoom - height;
  const middle = zoom <= both ? (pair.top + pair.bottom) / 2 : first.y;
  if (spare > 0) pan.y = -within(0, middle * zoom - height / 2, spare);
  return { zoom, pan };
}

/** On which side of the box a mark lies that is not in it: "up", "down", "left", "right"; nothing for one inside. */
export function away(map, node, { zoom, pan }, width, height) {
  const x = node.x * zoom + pan.x;
  const y = node.y * zoom + pan.y;
  if (y < 0) return "up";
  if (y > height) return "down";
  if (x < map.gutter - GAP) return "left";
  return x > width ? "right" : undefined;
}

/** The whole map, as large as it can be. */
export function fit(map, width, height) {
  const zoom = within(0.1, whole(map, width, height), 1.6);
  return { zoom, pan: still(map, zoom, height) };
}

/** The smallest move that brings a mark into view; nothing when it is there. @returns {{x, y}|undefined} */
export function reveal(map, node, { zoom, pan }, width, height) {
  const x = node.x * zoom + pan.x;
  const y = node.y * zoom + pan.y;
  const left = map.gutter - GAP;
  const [w, h] = [(node.w * zoom) / 2 + 8, (node.h * zoom) / 2 + 8];
  const dx = x - w < left ? left - (x - w) : Math.min(0, width - (x + w));
  const dy = y - h < 0 ? h - y : Math.min(0, height - (y + h));
  return dx || dy ? { x: dx, y: dy } : undefined;
}
