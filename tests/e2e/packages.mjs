// The test tools are pinned in web/package.json and installed there; tests import them from here.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import path from "node:path";

export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
export const build = path.resolve(process.env.HURTROCK_BUILD ?? path.join(root, "build"));

const require = createRequire(path.join(root, "web/package.json"));

export const { chromium } = require("playwright-core");
export const axeSource = require("axe-core").source;
/** Where a package or a file of one is. */
export const locate = (name) => require.resolve(name);
export const chromiumPath = process.env.CHROMIUM ?? "/usr/bin/chromium";
