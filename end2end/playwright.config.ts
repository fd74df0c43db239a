// The browser tests: what only a browser can see (islands, keyboard, accessibility, downloads, scripts off).
// `cargo xtask test --browser-only` builds what they need and runs them.

import { defineConfig } from "@playwright/test";
import { common } from "./browser";

export default defineConfig({ ...common, testDir: "tests" });
