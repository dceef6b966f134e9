// The elements of the house. Modules import each other by relative path, so that
// the security policy needs no exception for an inline import map.
import "./toast.js";
import "./popover.js";
import "./dialog.js";
import "./menu.js";
import "./palette.js";
import "./keys.js";
import "./pick.js";
import "./order.js";
import "./neighbours.js";
import "./grid.js";
import "./stay.js";
import "./columns.js";
import "./bulk.js";
import "./batch.js";
import "./paste.js";
import "./look.js";
import "./copy.js";
import "./board.js";
import "./live.js";
import "./drafts.js";
import "./composer.js";
import "./mention.js";
import "./drop.js";
import "./faults.js";
import "./tiles.js";
import "./peek.js";
