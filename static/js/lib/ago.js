/** How long ago, in the words of the pages. */

const SECONDS = { s: 1, min: 60, h: 3600 };

/**
 * `10 s ago`, so many milliseconds later; the two clocks need not agree. A date stays as it is.
 * @param {string} words @param {number} milliseconds @returns {string}
 */
export function later(words, milliseconds) {
  const found = /^(\d+) (s|min|h) ago$/.exec(words);
  if (!found && words !== "just now") return words;
  const seconds = (found ? found[1] * SECONDS[found[2]] : 0) + Math.floor(milliseconds / 1000);
  if (seconds < 10) return "just now";
  if (seconds < 60) return `${seconds} s ago`;
  return seconds < 3600 ? `${Math.floor(seconds / 60)} min ago` : `${Math.floor(seconds / 3600)} h ago`;
}
