/**
 * <migration-matrix><table>…</table></migration-matrix>: the table is one stop of the Tab key. The arrows, Home and End go
 * from cell to cell, Space unfolds the app of a row, Enter opens the environment of a column, at the migration of the
 * row; `n` and `N` go to the next and the previous cell that is not applied. A cell is named by its environment, its
 * row and what stands in it. Without JavaScript the heads of rows and columns are links.
 */

import { hideTip, showTip } from "../lib/tip.js";

const TYPING = "input, textarea, select, [contenteditable]";
const QUIET = new Set(["applied", "squash", "replaced", "elsewhere"]);
const BLANKS = { unseen: "no fresh data", "not-judged": "not judged", absent: "not in its release" };

const MOVES = {
  ArrowLeft: (row, column) => [row, column - 1],
  ArrowRight: (row, column) => [row, column + 1],
  ArrowUp: (row, column) => [row - 1, column],
  ArrowDown: (row, column) => [row + 1, column],
  Home: (row) => [row, 0],
  End: (row, _, last) => [row, last],
};

const isPlain = (event) => !(event.ctrlKey || event.metaKey || event.altKey);
const differs = (cell) => {
  const { status, finding } = cell.dataset;
  return finding !== undefined || (status !== undefined && !QUIET.has(status));
};

class MigrationMatrix extends HTMLElement {
  connectedCallback() {
    this.removeAttribute("tabindex");
    this.table = this.querySelector("table");
    this.table.setAttribute("role", "grid");
    this.heads = [...this.querySelectorAll(".matrix-environments th")];
    this.take();
    this.addEventListener("keydown", (event) => this.press(event));
    this.addEventListener("focusin", ({ target }) => this.enter(target));
    this.addEventListener("focusout", hideTip);
    this.addEventListener("pointerover", ({ target }) => this.point(target.closest("tbody td")));
    this.addEventListener("pointerleave", hideTip);
    this.addEventListener("scroll", hideTip, { passive: true });
    this.addEventListener("click", (event) => this.click(event));
    this.addEventListener("htmx:beforeSwap", () => this.remember());
    this.addEventListener("htmx:afterSwap", () => this.take());
    this.jump = (event) => this.letter(event);
    addEventListener("keydown", this.jump);
  }

  disconnectedCallback() {
    removeEventListener("keydown", this.jump);
    hideTip();
  }

  /** The rows as they are now: the heads of the columns, then every row with a cell for each of them. */
  take() {
    const rows = [...this.querySelectorAll("tbody tr[data-app], tbody tr[data-key]")];
    const width = this.heads.length;
    this.rows = [
      [undefined, ...this.heads],
      ...rows.map((row) => [...row.cells]).filter((cells) => cells.length === width + 1),
    ];
    this.places = new Map(
      this.rows.flatMap((cells, row) => cells.map((cell, column) => [cell, [row, column]])),
    );
    for (const [cell, [row, column]] of this.places) {
      if (!cell) continue;
      stopOf(cell).tabIndex = -1;
      if (row && column) cell.setAttribute("aria-label", this.name(cell));
    }
    const [row, column] = this.kept ?? [1, this.rows[1]?.findIndex(differs) ?? 1];
    const cell = this.at(row, Math.max(column, 1)) ?? this.at(1, 1) ?? this.at(0, 1);
    if (cell) stopOf(cell).tabIndex = 0;
    if (this.isSwapping && this.kept) this.focusAt(...this.kept);
    this.isSwapping = false;
  }

  at(row, column) {
    return this.rows[row]?.[column];
  }

  placeOf(element) {
    return this.places.get(element?.closest?.("td, th"));
  }

  /** Before rows come and go: the cell in focus; of a row that may go that of its app. */
  remember() {
    const place = this.placeOf(document.activeElement);
    if (!place) return;
    const app = document.activeElement.closest("tbody")?.querySelector("tr[data-app]");
    this.kept = app ? this.placeOf(app.cells[place[1]]) : place;
    this.isSwapping = true;
  }

  enter(target) {
    const cell = target.closest("td, th");
    if (!this.placeOf(cell)) return;
    for (const stop of this.querySelectorAll('[tabindex="0"]')) stop.tabIndex = -1;
    target.tabIndex = 0;
    this.kept = this.placeOf(cell);
    if (!cell.matches("tbody td")) return;
    if (target.matches(":focus-visible")) showTip(this.name(cell), cell.getBoundingClientRect());
  }

  point(cell) {
    if (cell && this.placeOf(cell)) showTip(this.name(cell), cell.getBoundingClientRect());
    else hideTip();
  }

  /** `sandbox-3, orders.0001_initial: missing dependency` */
  name(cell) {
    const [, column] = this.placeOf(cell);
    const head = this.heads[column - 1];
    const environment = head.dataset.spoken ?? head.textContent.trim();
    const row = cell.parentElement;
    const app = row.closest("tbody").querySelector("tr[data-app]").dataset.app;
    const migration = row.querySelector(".matrix-name")?.textContent;
    const said = cell.textContent.trim() || BLANKS[cell.dataset.blank] || "applied";
    return `${environment}, ${migration === undefined ? app : `${app}.${migration}`}: ${said}`;
  }

  focusAt(row, column) {
    const cell = this.at(row, column);
    if (!cell) return;
    const stop = stopOf(cell);
    stop.tabIndex = 0;
    stop.focus();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.clear(cell);
  }

  /** The heads lie over the table: a cell below them moves out. */
  clear(cell) {
    if (!cell.matches("tbody td")) return;
    const box = cell.getBoundingClientRect();
    const side = cell.parentElement.cells[0].getBoundingClientRect();
    const head = this.heads[0].getBoundingClientRect();
    if (box.left < side.right) this.scrollLeft -= side.right - box.left;
    if (box.top < head.bottom) this.scrollTop -= head.bottom - box.top;
  }

  press(event) {
    if (!isPlain(event)) return;
    const place = this.placeOf(event.target);
    if (!place) return;
    const [row, column] = place;
    const move = MOVES[event.key];
    if (move) {
      event.preventDefault();
      this.focusAt(...move(row, column, this.heads.length));
    } else if (event.key === " ") {
      event.preventDefault();
      event.target.closest("tbody")?.querySelector(".matrix-app")?.click();
    } else if (event.key === "Enter" && event.target.matches("tbody td")) {
      event.preventDefault();
      location.assign(this.href(event.target));
    }
  }

  /** A letter works wherever the focus is, while nobody types and letters are not turned off. */
  letter(event) {
    if (event.defaultPrevented || !isPlain(event) || !["n", "N"].includes(event.key)) return;
    if (document.documentElement.dataset.keys === "off") return;
    if (event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    const cells = this.rows.slice(1).flatMap((row) => row.slice(1));
    const width = this.heads.length;
    const [row, column] = this.placeOf(document.activeElement) ?? [1, 0];
    const from = (Math.max(row, 1) - 1) * width + (row ? column - 1 : -1);
    const step = event.key === "n" ? 1 : -1;
    for (let gone = 1; gone <= cells.length; gone += 1) {
      const at = (((from + step * gone) % cells.length) + cells.length) % cells.length;
      if (differs(cells[at])) return this.focusAt(Math.floor(at / width) + 1, (at % width) + 1);
    }
  }

  click(event) {
    const cell = event.target.closest("tbody td");
    if (!cell || !this.placeOf(cell) || event.target.closest("a")) return;
    if (event.ctrlKey || event.metaKey) open(this.href(cell), "_blank", "noopener");
    else location.assign(this.href(cell));
  }

  /** The environment of a cell, at its migration. */
  href(cell) {
    const head = this.heads[this.placeOf(cell)[1] - 1];
    const address = new URL(head.dataset.cell ?? head.querySelector("a").href, location.href);
    const { key } = cell.parentElement.dataset;
    if (key) address.searchParams.set("focus", key);
    return address.href;
  }
}

function stopOf(cell) {
  if (cell.matches("th")) return cell.querySelector("a") ?? cell;
  return cell;
}

customElements.define("migration-matrix", MigrationMatrix);
