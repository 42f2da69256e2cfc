/** Where the map is looked at from. Pure: sizes in, zoom and pan out. */

const EDGE = 16;
/** Between the labels of the apps and the lanes. */
const GAP = 16;
/** Above and below the ends of a violated edge, where it can be had: there stand the words of how much lies beyond. */
const ROOM = 44;
/** A box that is as high has a corner for the small picture of the release beside a single lane. */
const WITH_OVERVIEW = 268;
/** The words on a card are readable down to this zoom. */
const READABLE = 0.7;

const ZOOMS = { window: [0.94, 1], differs: [0.85, 1], all: [0.15, 1.6] };
const HEIGHTS = { window: [220, 2400], differs: [320, 620], all: [320, 620] };

const within = (low, number, high) => Math.min(Math.max(low, number), high);

/** How high the map's box is, in px. */
export function heightOf(map) {
  const [low, high] = HEIGHTS[map.view];
  return within(map.overview ? WITH_OVERVIEW : low, map.height, high);
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
  const isHigh = map.view === "differs";
  const near = (edge) => (isHigh ? (height - 2 * edge) / (pair.bottom - pair.top) : Infinity);
  const both = near(EDGE);
  const fitting = within(low, whole(map, width, map.view === "all" ? height : Infinity), high);
  const zoom = both < READABLE ? fitting : Math.min(fitting, both, Math.max(READABLE, near(ROOM)));
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

/** How many marks lie beyond each side of the box; one beyond a corner counts for the left or the right. */
export function beyond(map, { zoom, pan }, width, height) {
  const counts = { left: 0, right: 0, up: 0, down: 0 };
  const left = (map.gutter - GAP - pan.x) / zoom;
  const right = (width - pan.x) / zoom - 8;
  const top = -pan.y / zoom;
  const bottom = (height - pan.y) / zoom;
  for (const node of map.nodes) {
    if (node.more) continue;
    if (node.x > right) counts.right++;
    else if (node.x < left) counts.left++;
    else if (node.y < top) counts.up++;
    else if (node.y > bottom) counts.down++;
  }
  return counts;
}

/**
 * The corner in which a box of this size covers least: no mark at all, else no card of a finding.
 * @returns {"top-right"|"bottom-right"|"bottom-left"|undefined} nothing where each covers a finding
 */
export function corner(map, { zoom, pan }, width, height, size) {
  const inset = 20;
  const places = {
    "top-right": [width - size.width - inset, 0],
    "bottom-right": [width - size.width - inset, height - size.height - inset - 30],
    "bottom-left": [map.gutter - GAP, height - size.height - inset - 30],
  };
  const covered = ([left, top], marks) =>
    marks.some((node) => {
      const x = node.x * zoom + pan.x;
      const y = node.y * zoom + pan.y;
      const [w, h] = [(node.w * zoom) / 2, (node.h * zoom) / 2];
      return (
        x + w > left && x - w < left + size.width + inset && y + h > top && y - h < top + size.height + inset
      );
    });
  const marks = map.nodes.filter((node) => !node.more);
  const isInside = ([left, top]) => left >= map.gutter - GAP && top >= 0;
  const inside = Object.keys(places).filter((name) => isInside(places[name]));
  const free = (some) => inside.find((name) => !covered(places[name], some));
  return free(marks) ?? free(marks.filter((node) => node.kind === "focus"));
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
