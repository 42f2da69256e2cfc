/** Before the first paint: the theme and the keys that this browser has kept. The one script that is no module. */
try {
  for (const [name, known] of [
    ["theme", ["light", "dark"]],
    ["keys", ["off"]],
  ]) {
    const kept = localStorage.getItem(name);
    if (known.includes(kept)) document.documentElement.dataset[name] = kept;
  }
} catch {
  // A browser that keeps nothing.
}
