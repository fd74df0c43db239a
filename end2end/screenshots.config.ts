// The pictures of the pages, for people to look at: `cargo xtask screenshots` writes them to target/screenshots.

import { defineConfig } from "@playwright/test";
import { common } from "./browser";

export default defineConfig({ ...common, testDir: "screenshots" });
