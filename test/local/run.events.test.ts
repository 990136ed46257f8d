import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Io } from "../../lib/cli/io.ts";
import { openRunEvents } from "../../lib/cli/run-events.ts";
import { DAY_MS } from "../../lib/domain/time.ts";
import { eventFileSink } from "../../lib/local/events/event-sink.ts";
import { webhook } from "../../lib/local/events/webhook.ts";
import { runMessages, runOnce } from "../../lib/local/run.ts";
import { constantServer, silence, text } from "../edges/helpers/scripted-server.ts";
import { temporaryFolder } from "../helpers/command-line.ts";
import { ANA, account, BEN, idOf, policyOf, staleAt, type TestBed, testBedFor } from "../helpers/test-bed.ts";
import { eventsIn, ofType } from "./events/helpers.ts";

const fileHere = () => join(temporaryFolder(), "events.ndjson");

/** What the ledger has of every ending, worded as the events word it. */
async function endingsIn(bed: TestBed) {
  return (await bed.outcomes()).map((one) => ({
    ...{ identityId: one.identityId, invitationId: one.invitationId, outcome: one.outcome, runId: one.runId },
    ...{ reason: one.reason ?? "", confirmed: one.confirmed, daysPending: String(one.daysPending) },
    ...{ endedAt: one.endedAt.toISOString(), sentAt: one.sentAt.toISOString() },
  }));
}

const byId = <One extends { readonly invitationId?: unknown }>(all: readonly One[]) =>
  [...all].sort((a, b) => String(a.invitationId).localeCompare(String(b.invitationId)));

describe("the events of runs on one machine", () => {
  it("are each ending once, withdrawn or ended by itself, as the ledger has it", async () => {
    const fates = { acceptedShare: 0.3, declinedShare: 0.3, declinesOverDays: 10 };
    const bed = await testBedFor({ fates, identities: [account({ backlog: 40 }), account({ uid: BEN })] });
    const path = fileHere();
    const run = (change: object) =>
      runOnce(bed.workspace, { policy: policyOf(change), fastForward: true, events: eventFileSink(path) });

    await run({ mode: "dry-run" });
    bed.advance(4);
    await run({});
    bed.advance(1);
    await run({});

    const endings = await endingsIn(bed);
    const told = ofType(eventsIn(path), "Invitation Settled");
    expect(new Set(endings.map(({ outcome }) => outcome)).size).toBeGreaterThan(1);
    expect(told).toHaveLength(endings.length);
    expect(byId(told.map(({ detail }) => detail))).toMatchObject(byId(endings));
    expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
    expect(eventsIn(path)).toHaveLength(told.length);
  });

  it("are what a person should look at, once, beside an identity where all is well", async () => {
    const bed = await testBedFor({ identities: [account(), account({ uid: BEN })] });
    const path = fileHere();
    const run = () => runOnce(bed.workspace, { policy: policyOf({}), fastForward: true, events: eventFileSink(path) });
    bed.sandbox.faults.add({ kind: "session-expired", action: "list", identityId: ANA });

    const { runId } = await run();

    const events = eventsIn(path);
    const { needsPerson } = (await bed.workspace.ledger.identities.find(ANA)).gate;
    const sweep = await bed.workspace.ledger.runs.findSweep(runId, ANA);
    expect(needsPerson).not.toBeNull();
    expect(ofType(events, "Identity Needs Attention").map(({ detail }) => detail)).toEqual([
      {
        ...{ version: "1", identityId: ANA, since: needsPerson?.since.toISOString() },
        ...{ why: needsPerson?.why, ref: needsPerson?.ref ?? "" },
      },
    ]);
    expect(ofType(events, "Run Held").map(({ detail }) => detail)).toEqual([
      { version: "1", runId, identityId: ANA, at: sweep?.at.toISOString(), why: "listing-partial", eligible: "0" },
    ]);
    expect(ofType(events, "Invitation Settled").every(({ detail }) => detail.identityId === BEN)).toBe(true);
  });

  it("are also those of messages that are redriven", async () => {
    const bed = await testBedFor();
    const path = fileHere();
    const [oldest] = staleAt(bed.truth(), bed.now());
    const { runId } = await bed.run({ mode: "dry-run" });
    const expiresAt = new Date(bed.now().getTime() + DAY_MS).toISOString();
    const body = JSON.stringify({
      ...{ v: 1, kind: "withdraw", runId, identityId: ANA, invitationId: idOf(oldest?.urn ?? ""), reason: "stale" },
      ...{ plannedAt: bed.now().toISOString(), expiresAt },
    });

    await runMessages(
      bed.workspace,
      { sweep: [], withdraw: [{ group: ANA, dedup: "again", body }] },
      { policy: policyOf({}), fastForward: true, events: eventFileSink(path) },
    );

    expect(eventsIn(path).map(({ detail }) => detail)).toMatchObject([
      { invitationId: idOf(oldest?.urn ?? ""), outcome: "withdrawn", confirmed: true },
    ]);
  });

  it("are not there where nothing happens that they tell of", async () => {
    const bed = await testBedFor();
    const path = fileHere();

    await runOnce(bed.workspace, {
      policy: policyOf({ mode: "dry-run" }),
      fastForward: true,
      events: eventFileSink(path),
    });

    expect(existsSync(path)).toBe(false);
  });
});

/** What is said on standard error while the events come to their end. */
function quietIo(): { readonly io: Io; readonly said: string[] } {
  const said: string[] = [];
  const nothing = () => {};
  const io: Io = {
    ...{ env: {}, interactive: false, columns: null, rows: null, out: nothing, progress: nothing },
    err: (line) => void said.push(line),
    confirm: async () => false,
    ask: async () => "",
    onInterrupt: () => nothing,
  };
  return { io, said };
}

describe("the deliveries of a run", () => {
  it("that nobody answers hold up no withdrawal, and its end by no more than the limit", async () => {
    const bed = await testBedFor();
    const stale = staleAt(bed.truth(), bed.now());
    const path = fileHere();
    const server = await constantServer(silence);
    const { io, said } = quietIo();
    const events = openRunEvents(path, webhook(new URL(server.baseUrl), "s"), 50);

    await runOnce(bed.workspace, { policy: policyOf({}), fastForward: true, events: events.telling });
    const withdrawn = bed.truth().filter(({ state }) => state === "withdrawn");
    await events.finish(io);

    expect(withdrawn).toHaveLength(stale.length);
    expect(server.requests).toHaveLength(1);
    expect(eventsIn(path)).toHaveLength(stale.length);
    expect(said).toEqual([
      `${stale.length} events could not be delivered (no answer in time): see ${path}, which has them all`,
    ]);
    expect(bed.sandbox.world.violations()).toEqual([]);
  });

  it("have the very events of the file, in its order", async () => {
    const bed = await testBedFor();
    const path = fileHere();
    const server = await constantServer(text(200, "ok"));
    const { io, said } = quietIo();
    const events = openRunEvents(path, webhook(new URL(server.baseUrl), "s"));

    await runOnce(bed.workspace, { policy: policyOf({}), fastForward: true, events: events.telling });
    await events.finish(io);

    expect(server.requests.length).toBeGreaterThan(2);
    expect(server.requests.map(({ body }) => JSON.parse(body))).toEqual(eventsIn(path));
    expect(said).toEqual([]);
  });
});
