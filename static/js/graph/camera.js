/** Where the map is looked at from. Pure: sizes in, zoom and pan out. */

export const GUTTER = 104;
const START = 120;
const EDGE = 16;

const ZOOMS = { window: [0.94, 1], differs: [0.85, 1], all: [0.15, 1.6] };
const HEIGHTS = { window: [220, 2400], differs: [320, 620], all: [320, 620] };

const within = (low, number, high) => Math.min(Math.max(low, number), high);

/** How high the map's box is, in px. */
export function heightOf(map) {
  return within(HEIGHTS[map.view][0], map.height, HEIGHTS[map.view][1]);
}

/** The zoom at which the whole map is in the box; the app column keeps its width at any zoom. */
function whole(map, width, height) {
  return Math.min((width - START) / Math.max(map.width - START, 1), height / map.height);
}

/** Beside the app column, in the middle of the height. */
function still(map, zoom, height) {
  return { x: START * (1 - zoom), y: Math.max(0, (height - map.height * zoom) / 2) };
}

/**
 * The first look: never smaller than readable. What does not fit is cut at the right, but no finding's card is.
 * @returns {{zoom: number, pan: {x: number, y: number}}}
 */
export function home(map, width, height) {
  const [low, high] = ZOOMS[map.view];
  const zoom = within(low, whole(map, width, map.view === "all" ? height : Infinity), high);
  const pan = still(map, zoom, height);
  const marks = map.nodes.filter((node) => node.kind === "focus");
  if (!marks.length) return { zoom, pan };
  const right = Math.max(...marks.map((node) => node.x + node.w / 2)) * zoom + pan.x;
  const left = Math.min(...marks.map((node) => node.x - node.w / 2)) * zoom + pan.x;
  pan.x -= within(0, right + EDGE - width, Math.max(0, left - GUTTER - EDGE));
  const spare = map.height * zoom - height;
  if (spare > 0) pan.y = -within(0, marks[0].y * zoom - height / 2, spare);
  return { zoom, pan };
}

/** The whole map, as large as it can be. */
export function fit(map, width, height) {
  const zoom = within(0.1, whole(map, width, height), 1.6);
  return { zoom, pan: still(map, zoom, height) };
}

/** The smallest move that brings a mark into view; nothing when it is there. @returns {{x, y}|undefined} */
export function reveal(node, { zoom, pan }, width, height) {
  const x = node.x * zoom + pan.x;
  const y = node.y * zoom + pan.y;
  const [w, h] = [(node.w * zoom) / 2 + 8, (node.h * zoom) / 2 + 8];
  const dx = x - w < GUTTER ? GUTTER - (x - w) : Math.min(0, width - (x + w));
  const dy = y - h < 0 ? h - y : Math.min(0, height - (y + h));
  return dx || dy ? { x: dx, y: dy } : undefined;
}
