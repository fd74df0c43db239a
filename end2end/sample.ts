// Before the first test: one sample database, which every worker's server gets a copy of. Making it takes seconds,
// copying it none.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Makes the database, tells the workers where it is, and returns a function that removes it. */
export default function makeSample(): () => void {
  const directory = mkdtempSync(join(tmpdir(), "section11-sample-"));
  const database = join(directory, "section11.db");
  execFileSync(setting("S11_BINARY"), ["sample", "--database", database], { stdio: ["ignore", "ignore", "inherit"] });
  process.env.SAMPLE_DATABASE = database;
  return () => rmSync(directory, { recursive: true, force: true });
}

/** A setting that `cargo xtask` gives; without it there is nothing to test. */
export function setting(name: "S11_BINARY" | "S11_SITE" | "SAMPLE_DATABASE"): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the browser tests by \`cargo xtask test --browser-only\``);
  return value;
}
