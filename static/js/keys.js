/**
 * Keys that hold on every page. A single letter does nothing while one types, with Ctrl, Alt or ⌘, in an open dialog,
 * or when `data-keys` of the root element is "off".
 */

import { say } from "./lib/notice.js";

const TYPING = "input, textarea, select, [contenteditable]";

const DEEDS = {
  c: () => pinned()?.copy(),
  C: () => document.querySelector('copy-command[data-key="C"]')?.copy(),
  y: () => pin(),
  "/": () => document.querySelector("go-to")?.open(),
  "?": () => list()?.showModal(),
};

const PLACES_BY_KEY = { f: "Fleet", m: "Matrix", r: "Readiness", c: "Compare" };
const GOING = 1500;
let wentAt = -GOING;

const pinned = () => document.querySelector("copy-link");
const list = () => document.querySelector("#keys");

const PLACES = [".top", "#main", "#address"];

/** The page becomes its pinned form, with its bar, its address and its links; nothing is loaded again. */
async function pin() {
  const href = pinned()?.link.href;
  if (!href) return say("This page has no pinned form.");
  if (document.querySelector(".pinned-bar")) return say("This page is pinned already.");
  const page = await pageAt(href);
  if (!page) return say("The pinned page could not be loaded.", { isError: true });
  const focused = document.activeElement?.id;
  for (const place of PLACES)
    document.querySelector(place).replaceWith(document.adoptNode(page.querySelector(place)));
  document.querySelector("#main").before(document.adoptNode(page.querySelector(".pinned-bar")));
  document.title = page.title;
  history.replaceState(history.state, "", href);
  globalThis.htmx?.process(document.body);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  say("Pinned: the address and the links of this page show the same for ever.");
}

async function pageAt(href) {
  const answer = await fetch(href).catch(() => undefined);
  const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : undefined;
  return page?.querySelector(".pinned-bar") && page;
}

function press(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.documentElement.dataset.keys === "off") return;
  if (event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return;
  if (event.timeStamp - wentAt < GOING && PLACES_BY_KEY[event.key]) return go(event);
  if (event.key === "g") {
    wentAt = event.timeStamp;
    return;
  }
  const deed = DEEDS[event.key];
  if (!deed) return;
  event.preventDefault();
  deed();
}

/** `g` and then a letter lead to a page that the top bar names. */
function go(event) {
  wentAt = -GOING;
  const name = PLACES_BY_KEY[event.key];
  const link = [...document.querySelectorAll(".top nav a")].find((each) => each.textContent === name);
  if (!link) return;
  event.preventDefault();
  link.click();
}

/** Begins to listen, and shows what opens the list of keys. */
export function begin() {
  addEventListener("keydown", press);
  for (const button of document.querySelectorAll("[data-opens-keys]")) {
    button.hidden = false;
    button.addEventListener("click", () => list()?.showModal());
  }
}
