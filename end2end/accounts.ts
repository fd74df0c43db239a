// The people of the sample data whom the browser tests sign in as. Their passwords open nothing but a sample database,
// which says on every page that it is one.

/** How someone signs in. */
export type Account = { email: string; password: string };

/** One person for each part that a test can play. */
export const accounts = {
  administrator: { email: "administrator@board.example", password: "set by the sample" },
  reviewer: { email: "reviewer@board.example", password: "set by the sample" },
  schoolLead: { email: "lead@school.example", password: "set by the sample" },
  contributor: { email: "contributor@school.example", password: "set by the sample" },
  partnerLead: { email: "lead@partner.example", password: "set by the sample" },
} satisfies Record<string, Account>;

/** The name of one of them. */
export type AccountName = keyof typeof accounts;
