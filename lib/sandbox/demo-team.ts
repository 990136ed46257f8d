import type { WorldRequest } from "./identity-spec.ts";

/** The cast of the demo: three people who differ in everything the sweeper has to cope with. All made up. */
export const DEMO_TEAM: Omit<WorldRequest, "epoch"> = {
  // The first one from 20,261,123 on that puts one unreadable date into each of the two backlogs below.
  seed: 20_261_169,
  // A few people whom two of the three invited.
  sharedPeopleShare: 0.03,
  identities: [
    {
      uid: "5f0c2f7e-3a51-4c58-9d2b-7c1e40a9b601",
      name: "Ana Duarte",
      timezone: "Europe/Lisbon",
      backlog: 180,
      backlogDays: 120,
      sendsPerDay: 12,
      sentDateFormat: "iso",
      // One of the backlog, none of the sends of a quarter: what is unreadable is kept and adds up, and over 1% the
      // default policy would hold the whole sweep.
      unreadableShare: 1 / 1_400,
    },
    {
      uid: "b81d6a94-0e7f-4f3a-8c66-21d5e3f07a12",
      name: "Jonas Weber",
      timezone: "Europe/Berlin",
      backlog: 120,
      backlogDays: 75,
      sendsPerDay: 8,
      sentDateFormat: "epoch-ms",
      unreadableShare: 1 / 1_000,
    },
    {
      uid: "e2947c03-6b1d-4d8e-a5f9-98b30c6d7f23",
      name: "Mei Ling Tan",
      timezone: "Asia/Singapore",
      backlog: 90,
      backlogDays: 45,
      sendsPerDay: 6,
      sentDateFormat: "relative",
    },
  ],
};

/** The key the demo's sandbox asks for. It opens nothing else. */
export const DEMO_API_KEY = "sandbox-key";
