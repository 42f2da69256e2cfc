/** Where the map is looked at from. Pure: sizes in, zoom and pan out. */

export const GUTTER = 104;
const EDGE = 16;

const ZOOMS = { window: [0.94, 1], differs: [0.62, 1], all: [0.15, 1.6] };
const HEIGHTS = { window: [220, 2400], differs: [320, 620], all: [320, 620] };

const within = (low, number, high) => Math.min(Math.max(low, number), high);

/** How high the map's box is, in px. */
export function heightOf(map) {
  return within(HEIGHTS[map.view][0], map.height, HEIGHTS[map.view][1]);
}

/**
 * The first look: never smaller than readable. What does not fit is cut at the right, but no finding's card is.
 * @returns {{zoom: number, pan: {x: number, y: number}}}
 */
export function home(map, width, height) {
  const [low, high] = ZOOMS[map.view];
  const byHeight = map.view === "all" ? (height - EDGE) / map.height : high;
  const zoom = within(low, Math.min(width / map.width, byHeight), high);
  const marks = map.nodes.filter((node) => node.kind === "focus");
  const pan = { x: 0, y: Math.max(0, (height - map.height * zoom) / 2) };
  if (marks.length && map.width * zoom > width) {
    const right = Math.max(...marks.map((node) => node.x + node.w / 2)) * zoom;
    const left = Math.min(...marks.map((node) => node.x - node.w / 2)) * zoom;
    pan.x = -within(0, right + EDGE - width, Math.max(0, left - GUTTER - EDGE));
  }
  const first = marks[0];
  if (first && map.height * zoom > height) pan.y = -within(0, first.y * zoom - height / 2, map.height * zoom - height);
  return { zoom, pan };
}

/** The whole map, as large as it can be. */
export function fit(map, width, height) {
  const zoom = within(0.1, Math.min(width / map.width, height / map.height), 1.6);
  return { zoom, pan: { x: 0, y: Math.max(0, (height - map.height * zoom) / 2) } };
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
