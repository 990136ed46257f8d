import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FRESH_GATE } from "../../lib/domain/gate.ts";
import { createDynamoLedger } from "../../lib/ledger/dynamo-ledger.ts";
import type { Ledger } from "../../lib/ledger/ledger.ts";
import { type LocalDynamo, startDynalite } from "../../lib/local/dynalite.ts";
import { connect, freshTables, type TableNames } from "../helpers/dynamo-emulator.ts";
import {
  aClaim,
  aGate,
  aMark,
  anEnding,
  anInvitation,
  appeared,
  aRun,
  aSweep,
  claimed,
  ended,
  minutesAfter,
  NOW,
  stored,
} from "../helpers/dynamo-records.ts";
import { loseOneAnswer } from "../helpers/dynamo-wire.ts";

/** The SDK sends a write again when its answer is lost, though it took effect: to the ledger that is one write. */
describe("a write whose answer was lost and that the SDK sends again", () => {
  let server: LocalDynamo;
  let tables: TableNames;
  /** Prepares and assesses. */
  let ledger: Ledger;
  /** Acts: loses the answer of its first write. */
  let shaky: Ledger;
  let sent: () => number;
  const clients: DynamoDBDocumentClient[] = [];
  const ledgerOf = (documentClient: DynamoDBDocumentClient) => {
    clients.push(documentClient);
    return createDynamoLedger({ documentClient, tables, now: () => NOW });
  };

  beforeAll(async () => {
    server = await startDynalite();
  });
  afterAll(async () => {
    for (const client of clients) client.destroy();
    await server.close();
  });
  beforeEach(async () => {
    const { client, documentClient } = connect(server.url);
    tables = await freshTables(client);
    ledger = ledgerOf(documentClient);
    const failing = connect(server.url).documentClient;
    sent = loseOneAnswer(failing);
    shaky = ledgerOf(failing);
  });

  it("appears once, and as new", async () => {
    const before = await shaky.invitations.insertIfAbsent(anInvitation());

    expect([before, sent()]).toEqual([null, 2]);
  });

  it("has the claim it took", async () => {
    const seen = await appeared(ledger);

    const took = await shaky.invitations.claim(seen, aClaim("attempt-1"));

    expect([took, sent()]).toEqual([true, 2]);
    expect(await stored(ledger, seen.identityId, seen.invitationId)).toMatchObject(aClaim("attempt-1"));
  });

  it("has taken over the claim it took over", async () => {
    const seen = await claimed(ledger, "dead");

    const took = await shaky.invitations.claim(seen, aClaim("heir", { attempts: 2 }));

    expect([took, sent()]).toEqual([true, 2]);
  });

  it("has settled what it settled", async () => {
    const seen = await claimed(ledger, "attempt-1");

    const settled = await shaky.invitations.settle(seen.identityId, seen.invitationId, "attempt-1", anEnding(), null);

    expect([settled, sent()]).toEqual([true, 2]);
  });

  it.each([
    { lost: false, earlier: 0, lostAnswers: 0 },
    { lost: false, earlier: 1, lostAnswers: 1 },
    { lost: true, earlier: 1, lostAnswers: 2 },
  ])("gives a claim back once: lost $lost, $earlier lost before", async ({ lost, earlier, lostAnswers }) => {
    const seen = await claimed(ledger, "attempt-1", {}, { attempts: 3, attemptsInRun: 2, lostAnswers: earlier });
    // With an earlier loss the first of the two updates is refused; the answer lost is then that of the second.
    const as = { lost, counts: false, lastError: null };

    const gave = await shaky.invitations.leaveOpen(seen.identityId, seen.invitationId, "attempt-1", as);

    expect([gave, sent()]).toEqual([true, 2]);
    expect(await stored(ledger, seen.identityId, seen.invitationId)).toMatchObject({
      attempt: null,
      attempts: 2,
      attemptsInRun: 2,
      lostAnswers,
    });
  });

  it("has refuted what it refuted", async () => {
    const { identityId, invitationId } = await claimed(ledger, "attempt-1", {}, { lostAnswers: 1 });

    const did = await shaky.invitations.refuteLostAnswers(identityId, invitationId, minutesAfter(60));

    expect([did, sent()]).toEqual([true, 2]);
  });

  it("has ended what it ended", async () => {
    const seen = await appeared(ledger);

    const did = await shaky.invitations.end(seen.identityId, seen.invitationId, anEnding({ outcome: "gone" }), NOW);

    expect([did, sent()]).toEqual([true, 2]);
  });

  it("has mended what it mended", async () => {
    const { identityId, invitationId } = await ended(ledger, {}, { outcome: "gone" });
    const accepted = anEnding({ outcome: "accepted", endedAt: minutesAfter(-60) });

    const did = await shaky.invitations.mendEnding(identityId, invitationId, NOW, accepted);

    expect([did, sent()]).toEqual([true, 2]);
  });

  it("has reopened what it reopened", async () => {
    const seen = await ended(ledger);

    const did = await shaky.invitations.reopen(seen.identityId, seen.invitationId, NOW, null);

    expect([did, sent()]).toEqual([true, 2]);
  });

  it.each([[0], [1]])("has the gate it took, one version on from %i", async (version) => {
    if (version > 0) await ledger.identities.replaceGate("a", 0, FRESH_GATE);

    const took = await shaky.identities.replaceGate("a", version, aGate());

    expect([took, sent()]).toEqual([true, 2]);
    expect(await ledger.identities.find("a")).toMatchObject({ version: version + 1, gate: aGate() });
  });

  it("has the run it began", async () => {
    const there = await shaky.runs.begin(aRun());

    expect([there, sent()]).toEqual([null, 2]);
  });

  it("takes more places than it tells of, never fewer", async () => {
    await ledger.runs.begin(aRun());

    const got = await shaky.runs.reserve("run-1", 3, 10);

    expect([got, sent()]).toEqual([3, 2]);
    expect((await ledger.runs.find("run-1"))?.queued).toBe(6);
  });

  it("stays under the cap when both would not fit", async () => {
    await ledger.runs.begin(aRun());

    const got = await shaky.runs.reserve("run-1", 6, 10);

    expect([got, sent()]).toEqual([4, 2]);
    expect((await ledger.runs.find("run-1"))?.queued).toBe(10);
  });

  it("marks, records, notes and flags once", async () => {
    await ledger.runs.begin(aRun());

    await shaky.runs.recordDeferral("run-1", "identity-1", "1", "off");
    await ledger.runs.recordSweep(aSweep());

    expect(sent()).toBe(2);
    expect(await ledger.runs.findSweep("run-1", "identity-1")).toEqual({ ...aSweep(), deferred: { off: ["1"] } });
  });

  it("has taken the flag it took", async () => {
    await ledger.flags.add("90001", aMark());
    await ledger.flags.add("90001", aMark({ kind: "customer" }));

    const taken = await shaky.flags.take("90001", "protected");

    const left = (await ledger.flags.findMany(["90001"], { consistent: true })).get("90001")?.marks;
    expect([taken, sent(), left]).toEqual([true, 2, [aMark({ kind: "customer" })]]);
  });

  it("is still refused when it was another's write that stands there", async () => {
    const seen = await appeared(ledger);
    await ledger.invitations.claim(seen, aClaim("other"));

    const took = await shaky.invitations.claim(seen, aClaim("attempt-1"));

    expect([took, sent()]).toEqual([false, 0]);
  });
});
