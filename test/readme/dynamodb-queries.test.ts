import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OUTCOMES_NOT_KNOWN } from "../../lib/domain/gate.ts";
import type { Ledger } from "../../lib/ledger/ledger.ts";
import { connect, freshLedger, type TableNames } from "../helpers/dynamo-emulator.ts";
import { aClaim, anEnding, anInvitation, aRun, aSweep } from "../helpers/dynamo-records.ts";
import { type DynamoDbLocal, hasJava, startDynamoDbLocal } from "../helpers/dynamodb-local.ts";
import { awsDynamodb } from "./helpers/aws-cli.ts";
import { type Shell, shellWith } from "./helpers/shell.ts";
import { queriesInDocument } from "./helpers/snippets.ts";

const ANA = "5f0c2f7e-3a51-4c58-9d2b-7c1e40a9b601";
const BEN = "b81d6a94-0e7f-4f3a-8c66-21d5e3f07a12";
const instant = (text: string): Date => new Date(`${text}:00.000Z`);
const id = (number: number): string => String(7_100_000_000_000_000_000n + BigInt(number));

/** What is in the ledger: four that have ended on two days, two pending ones, a run with two sweeps, a paused identity. */
async function fill({ invitations, identities, runs }: Ledger): Promise<void> {
  const sent = [
    { number: 1, identityId: ANA, personId: "90001", sentAt: instant("2026-10-20T08:00") },
    { number: 2, identityId: ANA, personId: "90002", sentAt: instant("2026-10-28T08:00") },
    { number: 3, identityId: ANA, personId: "90003", sentAt: instant("2026-10-25T08:00") },
    { number: 4, identityId: ANA, personId: "90004", sentAt: instant("2026-11-15T08:00") },
    { number: 5, identityId: BEN, personId: "90001", sentAt: instant("2026-10-19T08:00") },
    { number: 6, identityId: ANA, personId: "90006", sentAt: instant("2026-10-30T08:00") },
  ];
  for (const { number, ...one } of sent) {
    await invitations.insertIfAbsent(anInvitation({ ...one, invitationId: id(number), firstSeenAt: one.sentAt }));
  }
  const withdraw = async (identityId: string, number: number, endedAt: Date, daysPending: number) => {
    const seen = await invitations.find(identityId, id(number));
    if (seen === null) throw new Error("it is there");
    await invitations.claim(seen, aClaim("attempt"));
    const reinviteAfter = instant("2026-12-11T09:01");
    const ending = anEnding({ endedAt, withdrawnAt: endedAt, daysPending, reinviteAfter, runId: "run-20" });
    await invitations.settle(identityId, id(number), "attempt", ending, null);
  };
  await withdraw(ANA, 1, instant("2026-11-20T09:01"), 31);
  await withdraw(BEN, 5, instant("2026-11-20T09:03"), 32);
  const ended = { withdrawnAt: null, reason: null, reinviteAfter: null };
  const gone = anEnding({ ...ended, outcome: "gone", endedAt: instant("2026-11-19T09:00"), daysPending: 22 });
  await invitations.end(ANA, id(2), gone, gone.endedAt);
  const accepted = anEnding({ ...ended, outcome: "accepted", endedAt: instant("2026-11-20T10:00"), daysPending: 31 });
  await invitations.end(ANA, id(6), { ...accepted, daysPending: 31 }, accepted.endedAt);

  for (const day of ["19", "20"]) {
    const startedAt = instant(`2026-11-${day}T09:00`);
    const runId = startedAt.toISOString();
    await runs.begin(aRun({ runId, startedAt, scheduledAt: startedAt }));
    await runs.reserve(runId, Number(day), 500);
    await runs.recordSweep(aSweep({ runId, identityId: ANA, eligible: 30, queued: 25, held: { "daily-cap": 5 } }));
    await runs.recordSweep(aSweep({ runId, identityId: BEN, eligible: 3, queued: 3, held: {} }));
  }
  await identities.setNeedsPerson(BEN, { since: instant("2026-11-20T09:05"), why: OUTCOMES_NOT_KNOWN, ref: null });
  await identities.setNeedsPerson(ANA, null);
}

const line = (...cells: readonly (string | number)[]): string => `${cells.join("\t")}\n`;
const at = (text: string): string => instant(text).toISOString();

/** What each of the two commands prints, by the title of its snippet. */
const PRINTED: Readonly<Record<string, string>> = {
  "Pending invitations of an identity, oldest first":
    line(at("2026-10-25T08:00"), id(3), "pending") + line(at("2026-11-15T08:00"), id(4), "pending"),
  "Those pending for 21 days or more": line(at("2026-10-25T08:00"), id(3)),
  "What ended on a day":
    line(at("2026-11-20T09:01"), ANA, id(1), "withdrawn", "stale", 31) +
    line(at("2026-11-20T09:03"), BEN, id(5), "withdrawn", "stale", 32) +
    line(at("2026-11-20T10:00"), ANA, id(6), "accepted", "None", 31),
  "What ended within a span, of one identity":
    line(at("2026-11-19T09:00"), id(2), "gone") +
    line(at("2026-11-20T09:01"), id(1), "withdrawn") +
    line(at("2026-11-20T10:00"), id(6), "accepted"),
  "By outcome and reason": line(id(1), 31, 21) + line(id(5), 32, 21),
  "How long those that ended had been pending": "      2 31\n      1 32\n",
  "One invitation's life": line(
    ...["withdrawn", at("2026-10-20T08:00"), at("2026-10-20T08:00"), at("2026-11-20T09:01"), "stale", "True", "run-20"],
    at("2026-12-11T09:01"),
  ),
  "Everybody who invited a person, and when":
    line(at("2026-10-19T08:00"), BEN, id(5)) + line(at("2026-10-20T08:00"), ANA, id(1)),
  "The latest runs":
    line(at("2026-11-20T09:00"), at("2026-11-20T09:00"), "live", 20) +
    line(at("2026-11-19T09:00"), at("2026-11-19T09:00"), "live", 19),
  "What a run's sweeps held back":
    line(ANA, "believed", 30, 25, '{"daily-cap":{"N":"5"}}') + line(BEN, "believed", 3, 3, "{}"),
  "Identities that need a person": line(BEN, at("2026-11-20T09:05"), OUTCOMES_NOT_KNOWN),
};

const { setup, snippets } = queriesInDocument();

it("has a snippet for every question, and an expectation for every snippet", () => {
  expect(snippets.map(({ title }) => title)).toEqual(Object.keys(PRINTED));
});

if (hasJava()) {
  describe("the documented queries, on DynamoDB Local", () => {
    let server: DynamoDbLocal;
    let connection: ReturnType<typeof connect>;
    let shell: Shell;
    let tables: TableNames;
    beforeAll(async () => {
      server = await startDynamoDbLocal();
      connection = connect(server.url);
      const { client } = connection;
      const emulated = await freshLedger(connection, { now: () => instant("2026-11-23T00:00") });
      tables = emulated.tables;
      await fill(emulated.ledger);
      shell = await shellWith((argv) => awsDynamodb(client, argv));
    });
    afterAll(async () => {
      await shell.close();
      connection.client.destroy();
      await server.stop();
    });

    it.each(snippets)("$title: query and PartiQL print the same, and what is there", async ({ title, script }) => {
      const out = Object.entries(tables)
        .map(([name, table]) => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}TableName) echo ${table} ;;`)
        .join("\n");

      const printed = await shell.run(`out() { case "$1" in\n${out}\nesac; }\n${setup}\n${script}`);

      expect(printed).toBe(`${PRINTED[title]}${PRINTED[title]}`);
    });
  });
} else {
  const notice =
    "SKIPPED: the documented queries on DynamoDB Local, which needs Java, and there is no java on the PATH";
  process.stderr.write(`${notice}\n`);
  it.skip(notice, () => {});
}
