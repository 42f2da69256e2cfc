/** The canvas's stylesheet. Pure: colours come from `token`, which the page's tokens.css answers. */

/** Every status, as in the legend; each has a colour of its own name. */
export const STATUSES = [
  "applied",
  "pending",
  "missing-dependency",
  "missing",
  "out-of-order",
  "unknown",
  "replaced",
  "squash",
  "partial-squash",
  "duplicate",
  "forked",
  "elsewhere",
];

const TINTS = {
  "missing-dependency": "soft-blocked",
  missing: "soft-blocked",
  "out-of-order": "soft-drifted",
  unknown: "soft-unknown",
  "partial-squash": "soft-drifted",
};

const LINES = {
  pending: { "border-width": 1.5 },
  "missing-dependency": { "border-width": 2.5 },
  missing: { "border-width": 2.5, "border-style": "dashed" },
  unknown: { "border-width": 2, "border-style": "dotted" },
  replaced: { "border-style": "dotted" },
  elsewhere: { "border-style": "dotted" },
  squash: { "border-width": 3, "border-style": "double" },
  "partial-squash": { "border-width": 3, "border-style": "double" },
  duplicate: { "border-width": 2 },
  forked: { "border-width": 2 },
};

const SHAPES = {
  "missing-dependency": "octagon",
  unknown: "diamond",
  applied: "ellipse",
  pending: "ellipse",
};

/**
 * @param {(name: string) => string} token
 * @param {{view: string, asLinks: boolean}} how links over the canvas leave the nodes transparent
 * @returns {object[]} a cytoscape stylesheet
 */
export function stylesheet(token, { view, asLinks }) {
  return [
    { selector: "*", style: { "z-index-compare": "manual" } },
    ...(asLinks ? hidden() : view === "all" ? dots(token) : cards(token)),
    ...edges(token, view),
    { selector: ".dim", style: { opacity: 0.3 } },
  ];
}

const size = { width: "data(w)", height: "data(h)" };

const hidden = () => [
  { selector: "node", style: { ...size, shape: "rectangle", "background-opacity": 0, "border-width": 0 } },
];

function cards(token) {
  return [
    {
      selector: "node",
      style: {
        ...size,
        shape: "round-rectangle",
        "corner-radius": 6,
        "background-color": token("map-card"),
        "border-width": 1,
        "border-color": token("map-card-line"),
        label: "data(label)",
        color: token("map-text"),
        "font-family": token("font-code"),
        "font-size": 11,
        "min-zoomed-font-size": 8,
        "text-valign": "center",
        "text-halign": "center",
        "z-index": 3,
      },
    },
    { selector: "node.capsule", style: { "corner-radius": 12, "font-family": token("font-text") } },
    ...STATUSES.filter((status) => status !== "applied").map((status) => ({
      selector: `node.${status}`,
      style: {
        "border-color": token(`status-${status}`),
        color: token(`status-${status}`),
        ...(TINTS[status] ? { "background-color": token(TINTS[status]) } : {}),
        ...LINES[status],
      },
    })),
    ...chosen(token),
  ];
}

function dots(token) {
  return [
    // Sizes are those of the server's dots: read from each of thousands, they would take a quarter of the time.
    { selector: "node", style: { width: 7, height: 7, shape: "round-rectangle", "z-index": 3 } },
    ...STATUSES.map((status) => ({
      selector: `node.${status}`,
      style: { "background-color": token(`status-${status}`), shape: SHAPES[status] ?? "round-rectangle" },
    })),
    { selector: "node.applied", style: { "background-opacity": 0.6 } },
    ...["pending", "missing"].map((status) => ({
      selector: `node.${status}`,
      style: {
        shape: "ellipse",
        "background-color": token("map-ground"),
        "border-color": token(`status-${status}`),
        "border-width": status === "missing" ? 2.5 : 1.5,
        "border-style": status === "missing" ? "dashed" : "solid",
      },
    })),
    ...STATUSES.map((status) => ({
      selector: `node.other-${status}`,
      style: { "border-width": 2, "border-color": token(`status-${status}`), "z-index": 10 },
    })),
    { selector: "node.focus", style: { ...size, "z-index": 20 } },
    ...chosen(token),
  ];
}

const chosen = (token) => [
  {
    selector: "node.chosen",
    style: { "outline-width": 3, "outline-color": token("accent"), "outline-offset": 3, "z-index": 30 },
  },
];

function edges(token, view) {
  const isFar = view === "all";
  const crossing = { window: 1, differs: 0.45, all: 0.3 }[view];
  const line = (name) => ({ "line-color": token(name), "target-arrow-color": token(name) });
  const near = {
    width: "data(width)",
    "curve-style": "straight",
    "target-arrow-shape": "triangle",
    "arrow-scale": 0.75,
    // In px: a percentage would count the border too, and the line would lean.
    "source-endpoint": (edge) => `${-edge.source().data("w") / 2}px 0px`,
    "target-endpoint": (edge) => `${edge.target().data("w") / 2}px 0px`,
  };
  return [
    { selector: "edge", style: { ...line("map-edge"), ...near, events: "no", "z-index": 1 } },
    { selector: "edge.cross", style: { ...line("map-edge-cross"), opacity: crossing } },
    {
      selector: "edge.bent",
      style: {
        "curve-style": "round-segments",
        "edge-distances": "endpoints",
        "segment-weights": "data(weights)",
        "segment-distances": "data(distances)",
        "segment-radii": 8,
      },
    },
    {
      selector: "edge.violated",
      style: {
        ...line("status-missing-dependency"),
        width: isFar ? 3 : 4,
        opacity: 1,
        "target-arrow-shape": "triangle",
        "arrow-scale": isFar ? 0.8 : 1.15,
        "segment-radii": 12,
        "z-index": 9,
        ...(isFar ? { "curve-style": "straight" } : {}),
      },
    },
  ];
}
