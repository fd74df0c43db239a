// The `test` for what changes so much that no other test may come after it, and for what stops its server: a program and
// a database for each test alone.

import { Program } from "./program";
import { test as base } from "./server";

export const test = base.extend<{ program: Program }>({
  program: async ({}, use) => {
    const program = await Program.withSample();
    await use(program);
    await program.remove();
  },

  baseURL: async ({ program }, use) => use(program.address),
});
