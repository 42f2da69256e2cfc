/** The elements of the pages; nothing else. */

import "./elements/copy-command.js";
import "./elements/local-time.js";
import "./elements/migration-map.js";
