/** One short text beside a place of the page, within the window. The place has the same text for a screen reader. */

const GAP = 6;

let tip;

/** @param {string} text @param {DOMRect} place */
export function showTip(text, place) {
  tip ??= document.createElement("div");
  tip.className = "tip";
  tip.setAttribute("aria-hidden", "true");
  tip.textContent = text;
  if (!tip.isConnected) document.body.append(tip);
  const { offsetWidth: width, offsetHeight: height } = tip;
  const left = place.left + place.width / 2 - width / 2;
  const above = place.top - height - GAP;
  const right = document.documentElement.clientWidth - width - GAP;
  tip.style.left = `${Math.max(Math.min(left, right), GAP)}px`;
  tip.style.top = `${above < GAP ? place.bottom + GAP : above}px`;
}

export function hideTip() {
  tip?.remove();
}
