// The people of the sample data whom the browser tests sign in as. Their passwords open nothing but a sample database,
// which says on every page that it is one.

/** How someone signs in. */
export type Account = { email: string; password: string };

/** One person for each part that a test can play. */
export const accounts = {
  administrator: { email: "administrator@board.example", password: "sample-harbour-lantern-01" },
  reviewer: { email: "reviewer@board.example", password: "sample-orchard-bridge-02" },
  /** Lead of Marsh Lane Primary School, whose open audit is in progress. */
  schoolLead: { email: "lead@marsh-lane.example", password: "sample-meadow-kettle-03" },
  contributor: { email: "contributor@marsh-lane.example", password: "sample-pebble-wagon-04" },
  /** Lead of an infant and of a junior school. */
  severalLead: { email: "lead@tolvermouth.example", password: "sample-marble-ferry-07" },
  /** Lead of a charity. */
  partnerLead: { email: "lead@ferrymens-trust.example", password: "sample-anchor-thimble-08" },
} satisfies Record<string, Account>;

/** The name of one of them. */
export type AccountName = keyof typeof accounts;
