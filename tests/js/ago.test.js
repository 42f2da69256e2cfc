import assert from "node:assert/strict";
import { test } from "node:test";

import { later } from "../../static/js/lib/ago.js";

test("words of time grow older by what has passed since", () => {
  assert.equal(later("just now", 9_000), "just now");
  assert.equal(later("just now", 20_000), "20 s ago");
  assert.equal(later("10 s ago", 30_000), "40 s ago");
  assert.equal(later("40 s ago", 30_000), "1 min ago");
  assert.equal(later("59 min ago", 60_000), "1 h ago");
});

test("a date stays a date", () => {
  assert.equal(later("19 Jun 2026", 60_000), "19 Jun 2026");
});
