/** The keys of the map, while it has the focus. */

import { openTable } from "./table-twin.js";

const STEPS = {
  ArrowLeft: "needs",
  ArrowRight: "needed",
  ArrowUp: "up",
  ArrowDown: "down",
  n: "next",
  p: "previous",
};

const DEEDS = {
  Enter: (map) => map.choice.open(map.choice.id),
  "+": (map) => map.viewpoint.zoomBy(1.25),
  "-": (map) => map.viewpoint.zoomBy(0.8),
  0: (map) => map.viewpoint.fit(),
  f: (map) => map.viewpoint.home(),
  t: openTable,
  Escape: (map) => map.leave(),
};

/** Does what a key says; a single letter does nothing where the reader turned these off. */
export function press(map, event) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const step = STEPS[event.key];
  const deed = step ? () => map.choice.step(step) : DEEDS[event.key];
  if (!deed || (event.key.length === 1 && document.documentElement.dataset.keys === "off")) return;
  if (event.key === "Enter" && event.target !== map) return;
  event.preventDefault();
  event.stopPropagation();
  deed(map);
}
