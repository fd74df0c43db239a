// The `test` for tests that change so much that no other may come after them, or that stop their server: each has a
// program and a database of its own.

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
