import { expect, it } from "vitest";
import { DAY_MS, later } from "../../../lib/domain/time.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { anEnding, appeared } from "../../helpers/dynamo-records.ts";
import { inLedgerOf } from "../../report/helpers/fill-folder.ts";

const IDENTITY = "11111111-1111-4111-8111-111111111111";
const OTHER = "22222222-2222-4222-8222-222222222222";

/** Two that rest, one of another identity that does, and one that a version before has given up. */
async function folder() {
  const data = temporaryFolder();
  const now = new Date();
  const until = later(now, 2 * DAY_MS);
  await inLedgerOf(data, async ({ ledger }) => {
    const at = { at: now, count: 2, trust: "believed" } as const;
    for (const identityId of [IDENTITY, OTHER]) await ledger.identities.recordListing(identityId, at);
    for (const [identityId, invitationId] of [
      [IDENTITY, "7001"],
      [IDENTITY, "7002"],
      [OTHER, "7003"],
    ] as const) {
      const seen = await appeared(ledger, { identityId, invitationId });
      const claim = {
        attempts: 5,
        attemptsInRun: 1,
        attemptRunId: "run-1",
        attemptReason: "stale",
        lostAnswers: 0,
      } as const;
      await ledger.invitations.claim(seen, { ...claim, attempt: { id: invitationId, until: now } });
      const lastError = { label: "STATUS_403", ref: null, at: now };
      const rest = { until, count: 1, attempts: 5 };
      await ledger.invitations.leaveOpen(identityId, invitationId, invitationId, {
        lost: false,
        counts: true,
        lastError,
        rest,
      });
    }
    const ending = anEnding({
      outcome: "failed",
      endedAt: later(now, -DAY_MS),
      withdrawnAt: null,
      reinviteAfter: null,
    });
    await appeared(ledger, { identityId: IDENTITY, invitationId: "7004" });
    await ledger.invitations.end(IDENTITY, "7004", ending, now);
  });
  const run = (...argv: string[]) => sweeper([...argv, "--data", data]);
  const restOf = async (identityId: string, invitationId: string) => {
    let found: Date | null | undefined;
    await inLedgerOf(data, async ({ ledger }) => {
      found = (await ledger.invitations.find(identityId, invitationId))?.rest?.until ?? null;
    });
    return found;
  };
  return { run, restOf, until, now };
}

it("ends the rest of one invitation, of an identity's, or of all, and of what was given up before", async () => {
  const { run, restOf, until } = await folder();

  const one = await run("retry", "7001", "--json");
  const again = await run("retry", "7001");
  const identity = await run("retry", IDENTITY, "--json");
  const others = await restOf(OTHER, "7003");
  const all = await run("retry", "--all");

  expect([one, again, identity, all].map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  expect(JSON.parse(one.out).retried).toEqual([{ identityId: IDENTITY, invitationId: "7001" }]);
  expect(again.out).toContain("Nothing rests there");
  expect(JSON.parse(identity.out).retried).toEqual(
    ["7002", "7004"].map((id) => ({ identityId: IDENTITY, invitationId: id })),
  );
  expect(others).toEqual(until);
  expect(all.out).toContain("1 invitation rests no longer");
  expect((await restOf(OTHER, "7003"))?.getTime()).toBeLessThan(until.getTime());
});

it("shows what rests as unreachable, and until when", async () => {
  const { run, until } = await folder();

  const { out } = await run("invitation", "7001");

  expect(out).toContain("unreachable after 5 calls: rests until then (rest 1; `sweeper retry` ends it)");
  expect(out).toContain(until.toISOString().slice(0, 10));
});

it.each([[[]], [["7001", "--all"]]])("takes either a name or --all: %j", async (argv) => {
  expect(await sweeper(["retry", ...argv, "--data", temporaryFolder()])).toMatchObject({
    code: 2,
    err: expect.stringContaining("either an invitation or an identity, or --all"),
  });
});
