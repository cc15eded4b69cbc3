// The reader's scripts. Each adds to a page that is whole without it; see the first lines of each.

import { start as turning } from "./turning.js";
import { start as keys } from "./reading-keys.js";
import { start as light } from "./picture-light.js";
import { start as takingAway } from "./taking-away.js";
import { start as scrolling } from "./page-scroll.js";
import { start as clipping } from "./page-clip.js";
import { start as lens } from "./block-lens.js";
import "./page-viewer.js";
import "./page-slider.js";

for (const start of [turning, keys, light, takingAway, scrolling, clipping, lens]) start();
