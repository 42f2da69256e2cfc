/** The table of the map: where it is, and how it takes the map's place. */

import { say } from "../lib/notice.js";

/** The link to the table of this map. */
const linkOf = (map) => (map.closest("#map-section") ?? document).querySelector('[data-as="table"]');

/** Loads the table, with the focus in the field that narrows it. */
export function openTable(map) {
  const link = linkOf(map);
  if (link) location.assign(`${link.href}#table-q`);
}

/** The table of the same address takes the map's place, with a notice. */
export async function showTable(map) {
  say("The map could not be loaded; this is its table.", { isError: true });
  const section = map.closest("#map-section");
  const href = linkOf(map)?.href;
  if (!section || !href) return;
  const answer = await fetch(href).catch(() => undefined);
  const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : undefined;
  const table = page?.querySelector("#map-section");
  if (!table || table.querySelector("migration-map")) return;
  section.replaceWith(document.adoptNode(table));
  globalThis.htmx?.process(document.querySelector("#map-section"));
}
