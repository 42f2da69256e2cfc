import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { away, beyond, corner, ends, fit, heightOf, home, reveal } from "../../static/js/graph/camera.js";
import { isLarge, lines, toElements, withLinks } from "../../static/js/graph/elements.js";
import { kin, selected, signed } from "../../static/js/graph/focus.js";
import { STATUSES, stylesheet } from "../../static/js/graph/style.js";
import { called, findings, spoken, walk } from "../../static/js/graph/walk.js";

const mark = (id, x, y, more = {}) => ({
  id,
  app: id.split(".")[0],
  name: id.split(".")[1],
  x,
  y,
  w: 104,
  h: 42,
  ...more,
});

/*
 * users   0009 <-- 0010 <------ 0011
 * orders             ^-- 0001 <-- 0002
 */
const STORY = {
  view: "window",
  gutter: 120,
  width: 1000,
  height: 180,
  nodes: [
    mark("users.0009", 200, 50, { status: "applied" }),
    mark("users.0010", 350, 50, { status: "missing", kind: "focus", marks: ["irreversible"] }),
    mark("users.0011", 550, 50, { status: "pending" }),
    mark("orders.0001", 550, 120, { status: "missing-dependency", kind: "focus" }),
    mark("orders.0002", 700, 120, { status: "applied" }),
    { ...mark("orders.0001-", 500, 145), key: "orders.0001", kind: "more", more: 2, label: "+2" },
  ],
  edges: [
    { source: "users.0010", target: "users.0009" },
    { source: "users.0011", target: "users.0010" },
    {
      source: "orders.0001",
      target: "users.0010",
      cross: true,
      violated: true,
      bends: [
        [470, 120],
        [470, 50],
      ],
    },
    { source: "orders.0002", target: "orders.0001" },
  ],
  lanes: [
    { app: "users", y: 50, h: 70 },
    { app: "orders", y: 120, h: 70 },
  ],
};

test("the right arrow goes from a dependency to what it blocks, and the left one comes back", () => {
  const there = walk(STORY, "users.0010", "needed");

  assert.equal(there, "orders.0001");
  assert.equal(walk(STORY, there, "needs"), "users.0010");
});

test("up and down go to the nearest mark of the next lane", () => {
  assert.equal(walk(STORY, "orders.0002", "up"), "users.0011");
  assert.equal(walk(STORY, "users.0011", "down"), "orders.0001");
  assert.equal(walk(STORY, "users.0009", "up"), undefined);
});

test("next and previous go round the findings", () => {
  assert.deepEqual(
    findings(STORY).map((node) => node.id),
    ["orders.0001"],
  );
  assert.equal(walk(STORY, undefined, "next"), "orders.0001");
  assert.equal(walk(STORY, "orders.0001", "next"), "orders.0001");
});

test("without a place an arrow begins at the first finding", () => {
  assert.equal(walk(STORY, undefined, "needs"), "orders.0001");
});

test("what is said names the dependency that has no row", () => {
  assert.equal(
    spoken(STORY, STORY.nodes[3]),
    "orders.0001, missing dependency, its dependency users.0010 has no row",
  );
  assert.equal(spoken(STORY, STORY.nodes[1]), "users.0010, missing, irreversible, needs users.0009");
});

test("the name of a card's link begins with what is seen on it", () => {
  const seen = { ...STORY.nodes[3], name: "0001_initial" };

  assert.equal(
    called(STORY, seen),
    "0001 initial of orders, missing dependency, its dependency users.0010 has no row",
  );
  assert.equal(called(STORY, { ...seen, name: "first", status: "applied" }).split(",")[0], "first of orders");
});

test("a chip is no element of the graph, and every edge joins two that are", () => {
  const elements = toElements(STORY);
  const ids = new Set(elements.map((element) => element.data.id));

  assert.ok(!ids.has("orders.0001-"));
  assert.equal(elements.length, 9);
  for (const { data } of elements) if (data.source) assert.ok(ids.has(data.source) && ids.has(data.target));
});

test("bends come back where the server put them", () => {
  const { data } = toElements(STORY).find((element) => element.classes.includes("bent"));
  const [from, to] = [
    { x: 498, y: 120 },
    { x: 402, y: 50 },
  ];
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  const weights = data.weights.split(" ").map(Number);
  const places = data.distances
    .split(" ")
    .map((distance, at) => [
      Math.round(from.x + dx * weights[at] - (dy / length) * distance),
      Math.round(from.y + dy * weights[at] + (dx / length) * distance),
    ]);

  assert.deepEqual(places, [
    [470, 120],
    [470, 50],
  ]);
});

test("exactly the violated edge is drawn in the colour of a missing dependency", () => {
  const violated = toElements(STORY).filter((element) => element.classes.includes("violated"));
  const sheet = stylesheet((name) => `<${name}>`, { view: "window", asLinks: true });
  const rule = sheet.find((one) => one.selector === "edge.violated");

  assert.deepEqual(
    violated.map((element) => element.data.id),
    ["orders.0001>users.0010"],
  );
  assert.equal(rule.style["line-color"], "<status-missing-dependency>");
  assert.equal(rule.style.width, 4);
});

test("every status has a token, and the canvas a rule for each", () => {
  const tokens = readFileSync(new URL("../../static/css/tokens.css", import.meta.url), "utf8");
  const named = new Set([...tokens.matchAll(/--status-([a-z-]+):/g)].map((match) => match[1]));
  const sheet = stylesheet((name) => name, { view: "all", asLinks: false });

  assert.deepEqual(named, new Set(STATUSES));
  for (const status of STATUSES) assert.ok(sheet.some((one) => one.selector === `node.${status}`));
});

test("all that a migration needs and all that needs it is lit", () => {
  const { nodes, edges } = kin(STORY, "orders.0001");

  assert.deepEqual([...nodes].sort(), ["orders.0001", "orders.0002", "users.0009", "users.0010"]);
  assert.ok(!edges.has("users.0011>users.0010"));
});

test("an entry of the legend lights its migrations", () => {
  assert.deepEqual([...signed(STORY, "status", "pending").nodes], ["users.0011"]);
  assert.deepEqual([...signed(STORY, "mark", "irreversible").nodes], ["users.0010"]);
  assert.deepEqual([...signed(STORY, "line", "violated").nodes], ["orders.0001", "users.0010"]);
});

test("both cards of a finding are inside the box and beside the app column, however narrow it is", () => {
  for (const width of [560, 760, 1032, 1400]) {
    const { zoom, pan } = home(STORY, width, 300);

    assert.ok(zoom >= 0.94 && zoom <= 1);
    for (const node of STORY.nodes.filter((one) => one.kind === "focus")) {
      assert.ok((node.x - node.w / 2) * zoom + pan.x >= 104);
      assert.ok((node.x + node.w / 2) * zoom + pan.x <= width);
    }
  }
});

/** The story with its lanes so far apart, among all that differs. */
const apart = (distance) => ({
  ...STORY,
  view: "differs",
  height: distance + 400,
  nodes: STORY.nodes.map((node) => (node.app === "orders" ? { ...node, y: 50 + distance } : node)),
});

test("all that differs opens with both ends of the first broken edge in view, as small as is readable", () => {
  for (const distance of [300, 600, 750]) {
    const map = apart(distance);
    const view = home(map, 1000, 620, "orders.0001");

    assert.ok(view.zoom >= 0.7);
    for (const node of ends(map, "orders.0001")) assert.equal(away(map, node, view, 1000, 620), undefined);
  }
});

test("over and under the ends of a broken edge is room for how much lies beyond, where they stay readable", () => {
  const { height, nodes, ...rest } = apart(700);
  const map = { ...rest, height: height + 800, nodes: nodes.map((node) => ({ ...node, y: node.y + 400 })) };
  const { zoom, pan } = home(map, 1000, 620, "orders.0001");

  for (const node of ends(map, "orders.0001")) {
    assert.ok((node.y - node.h / 2) * zoom + pan.y >= 44 - 0.5);
    assert.ok((node.y + node.h / 2) * zoom + pan.y <= 620 - 44 + 0.5);
  }
});

test("where both ends do not fit, the dependant is in view, and the side of the other is known", () => {
  const map = apart(1500);
  const view = home(map, 1000, 620, "orders.0001");
  const [dependency, dependant] = ends(map, "orders.0001");

  assert.ok(view.zoom >= 0.85);
  assert.equal(away(map, dependant, view, 1000, 620), undefined);
  assert.equal(away(map, dependency, view, 1000, 620), "up");
  assert.equal(away(map, dependency, { zoom: 1, pan: { x: 900, y: 0 } }, 1000, 620), "right");
  assert.equal(away(map, dependency, { zoom: 1, pan: { x: -400, y: 0 } }, 1000, 620), "left");
  assert.equal(away(map, dependant, { zoom: 1, pan: { x: 0, y: 0 } }, 1000, 620), "down");
});

test("the ends are those of the chosen finding, else of the first", () => {
  for (const id of ["orders.0001", "users.0010", "users.0011", undefined])
    assert.deepEqual(
      ends(STORY, id).map((node) => node.id),
      ["users.0010", "orders.0001"],
    );
});

test("fit shows the whole map", () => {
  const { zoom, pan } = fit({ ...STORY, width: 4000, height: 2000 }, 1000, 500);

  assert.ok(4000 * zoom + pan.x <= 1000.5 && 2000 * zoom + pan.y <= 500.5);
});

test("a mark that is in view moves nothing, one outside comes in", () => {
  const view = { zoom: 1, pan: { x: 0, y: 0 } };

  assert.equal(reveal(STORY, STORY.nodes[1], view, 1000, 300), undefined);
  assert.deepEqual(reveal(STORY, { x: 1200, y: 50, w: 104, h: 42 }, view, 1000, 300), { x: -260, y: 0 });
});

test("the box of the default view is as high as its bands", () => {
  assert.equal(heightOf({ view: "window", height: 1400 }), 1400);
  assert.equal(heightOf({ view: "all", height: 1400 }), 620);
  assert.equal(heightOf({ view: "window", height: 100, overview: {} }), 268);
});

test("a name is its number and the rest", () => {
  assert.deepEqual(lines("0010_add_unique_id"), ["0010", "add_unique_id"]);
  assert.deepEqual(lines("initial"), ["initial", ""]);
});

test("the canvas draws what is too small for a link", () => {
  assert.ok(!isLarge(STORY));
  assert.ok(isLarge({ ...STORY, view: "all" }));
});

test("what lies beyond each edge is counted once", () => {
  const view = { zoom: 1, pan: { x: 0, y: 0 } };
  assert.deepEqual(beyond(STORY, view, 1000, 180), { left: 0, right: 0, up: 0, down: 0 });
  assert.deepEqual(beyond(STORY, view, 600, 100), { left: 0, right: 1, up: 0, down: 1 });
  assert.deepEqual(beyond(STORY, { zoom: 1, pan: { x: -200, y: -80 } }, 1000, 180), {
    left: 1,
    right: 0,
    up: 2,
    down: 0,
  });
});

test("the small picture covers no finding, and is not there where each corner has one", () => {
  const view = { zoom: 1, pan: { x: 0, y: 0 } };
  const size = { width: 168, height: 66 };
  assert.equal(corner(STORY, view, 1000, 400, size), "top-right");
  assert.equal(corner(STORY, view, 640, 400, size), "bottom-right");
  assert.equal(corner(STORY, view, 560, 60, size), undefined);
});

test("what is selected is lit where the map shows more than that", () => {
  const nodes = STORY.nodes.map((node) => (node.id.startsWith("users.") ? { ...node, lit: true } : node));
  assert.equal(selected({ ...STORY, nodes, selected: "3 selected" }), undefined);
  const lit = selected({ ...STORY, nodes, view: "all", selected: "3 selected" });
  assert.deepEqual([...lit.nodes], ["users.0009", "users.0010", "users.0011"]);
  assert.equal(lit.edges.size, 2);
});

test("a mark without an address has that of all with its key", () => {
  const nodes = [
    { id: "a.$1#2", key: "a.$1" },
    { id: "b.2", href: "/own" },
  ];
  const hrefs = withLinks({ link: "/?focus=%7Bkey%7D", nodes }).nodes.map((node) => node.href);
  assert.deepEqual(hrefs, ["/?focus=a.$1", "/own"]);
});
