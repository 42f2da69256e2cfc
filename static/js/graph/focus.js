/** What belongs to one migration: everything it needs and everything that needs it, as far as it is drawn. Pure. */

/** @returns {{nodes: Set<string>, edges: Set<string>}} ids, the migration itself among them */
export function kin(map, id) {
  const nodes = new Set([id]);
  const edges = new Set();
  follow(map, id, "source", "target", nodes, edges);
  follow(map, id, "target", "source", nodes, edges);
  return { nodes, edges };
}

function follow(map, id, from, to, nodes, edges) {
  const leaving = new Map();
  for (const edge of map.edges) {
    if (!leaving.has(edge[from])) leaving.set(edge[from], []);
    leaving.get(edge[from]).push(edge);
  }
  const seen = new Set([id]);
  const open = [id];
  while (open.length) {
    for (const edge of leaving.get(open.pop()) ?? []) {
      edges.add(`${edge.source}>${edge.target}`);
      nodes.add(edge[to]);
      if (!seen.has(edge[to])) {
        seen.add(edge[to]);
        open.push(edge[to]);
      }
    }
  }
}

/** What the words of the address select, in a view that shows more than that; nothing without words. */
export function selected(map) {
  if (!map.selected || map.view === "window") return undefined;
  const nodes = new Set(map.nodes.filter((node) => node.lit).map((node) => node.id));
  const within = map.edges.filter((edge) => nodes.has(edge.source) && nodes.has(edge.target));
  return { nodes, edges: new Set(within.map((edge) => `${edge.source}>${edge.target}`)) };
}

/** The ids that one entry of the legend stands for. */
export function signed(map, kind, name) {
  if (kind === "line") {
    const violated = map.edges.filter((edge) => edge.violated);
    return {
      nodes: new Set(violated.flatMap((edge) => [edge.source, edge.target])),
      edges: new Set(violated.map((edge) => `${edge.source}>${edge.target}`)),
    };
  }
  const has =
    {
      mark: (node) => node.marks?.includes(name),
      other: (node) => Boolean(node.other),
    }[kind] ?? ((node) => !node.more && (node.status === name || node.other === name));
  return { nodes: new Set(map.nodes.filter(has).map((node) => node.id)), edges: new Set() };
}
