/** The drawing of the rows along time: where it is wider than the screen, the pin of the worst finding is in view. */

function show(timeline) {
  const spare = timeline.scrollWidth - timeline.clientWidth;
  const middle = (timeline.scrollWidth * Number(timeline.dataset.begin)) / 100;
  const left = Math.min(Math.max(middle - timeline.clientWidth / 2, 0), spare);
  timeline.scrollLeft = "fromEnd" in timeline.dataset ? left - spare : left;
}

/** Scrolls those that are on the page. */
export function begin() {
  for (const timeline of document.querySelectorAll(".timeline")) show(timeline);
}
