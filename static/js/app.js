/** The elements of the pages, the keys, and htmx; nothing else. */

import "./elements/app-barcode.js";
import "./elements/copy-command.js";
import "./elements/copy-file.js";
import "./elements/copy-link.js";
import "./elements/go-to.js";
import "./elements/local-time.js";
import "./elements/migration-map.js";
import "./elements/migration-matrix.js";
import "./elements/one-stop.js";
import "./elements/own-look.js";
import "./elements/unfold-row.js";
import { begin as listen } from "./keys.js";
import { begin as listenToFailures } from "./lib/failed-requests.js";
import { begin as keepFocusInSwaps } from "./lib/focus-in-swap.js";
import { begin as keepFocus } from "./lib/focus-kept.js";
import { begin } from "./lib/htmx.js";
import { begin as closeMenus } from "./lib/menus.js";
import { begin as listenToLists } from "./lib/open-lists.js";
import { begin as listenToRows } from "./lib/row-links.js";
import { begin as scroll } from "./lib/timeline.js";

listen();
listenToFailures();
keepFocus();
keepFocusInSwaps();
closeMenus();
listenToLists();
listenToRows();
scroll();
begin();
