/** The elements of the pages, and htmx; nothing else. */

import "./elements/copy-command.js";
import "./elements/local-time.js";
import "./elements/migration-map.js";
import { begin } from "./lib/htmx.js";

begin();
