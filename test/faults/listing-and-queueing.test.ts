import { describe, expect, it } from "vitest";
import { ANA } from "../helpers/test-bed.ts";
import { AGREED } from "./agreement.ts";
import { type Stand, stand } from "./stand.ts";
import { quietWorld, staleIn } from "./worlds.ts";

/** More than two requests of ten entries each, and within a day's cap of 25. */
const TO_QUEUE = quietWorld(38);
/** Four pages, nothing of it stale. */
const LISTED = 320;
const TO_BOOK = quietWorld(LISTED, 15);
const DRY = { mode: "dry-run" };

async function openIn({ reading }: Stand): Promise<number> {
  return reading(async (ledger) => {
    let count = 0;
    for await (const _ of ledger.invitations.open(ANA)) count += 1;
    return count;
  });
}

describe("a run that is killed while it queues", { timeout: 120_000 }, () => {
  // The first request of a run is that of start-run, with a message for each identity.
  it.each([
    ["before the first request", { at: "SendMessageBatch arrives", nth: 1 }],
    ["after the first ten", { at: "SendMessageBatch is answered", nth: 1 }],
    ["after twenty", { at: "SendMessageBatch arrives", nth: 3 }],
  ] as const)("%s: the next run withdraws all that is stale, each with one call", async (_, death) => {
    const here = await stand(TO_QUEUE);
    const stale = staleIn(here.outside).map(({ urn }) => urn);

    const { diedAt } = await here.start({ death }).ended;
    await here.noteWritten();

    expect(diedAt).toContain(death.at);
    expect(stale.length).toBeGreaterThan(20);
    expect(stale.length).toBeLessThanOrEqual(25);
    expect(await here.settle()).toEqual(AGREED);
    const called = here.outside.sandbox.world.calls().flatMap(({ urn }) => (urn === null ? [] : [urn]));
    expect(called.filter((urn) => stale.includes(urn)).toSorted()).toEqual(stale.toSorted());
  });
});

describe("a run that is killed while it books a first listing of several hundred", { timeout: 120_000 }, () => {
  it.each([
    ["with one item written", { at: "_put item-Invitations is on disk", nth: 1 }],
    ["with half of the items written", { at: "_put item-Invitations is on disk", nth: LISTED / 2 }],
    ["with an index ahead of its items", { at: "_put index-global Invitations pending is on disk", nth: LISTED / 2 }],
    ["with all but the last item written", { at: "_put item-Invitations begins", nth: LISTED }],
  ] as const)("%s: the next one books the rest, and each invitation once", async (_, death) => {
    const here = await stand(TO_BOOK);

    const { diedAt } = await here.start({ death, policy: DRY }).ended;

    expect(diedAt).toContain(death.at);
    expect(await here.settle(DRY)).toEqual(AGREED);
    expect(await openIn(here)).toBe(LISTED);
  });
});

describe("a first run that is killed while it creates its tables", { timeout: 120_000 }, () => {
  it.each([
    ["before any is written", { at: "_put table begins", nth: 1 }],
    ["with one announced and not ready", { at: "_put table is on disk", nth: 1 }],
    ["with some of them ready", { at: "_put table is on disk", nth: 6 }],
  ] as const)("%s: the next one creates what is missing", async (_, death) => {
    const here = await stand(quietWorld(6));

    const { diedAt } = await here.start({ death }).ended;

    expect(diedAt).toContain(death.at);
    expect(await here.settle()).toEqual(AGREED);
    expect(staleIn(here.outside)).toEqual([]);
  });
});
