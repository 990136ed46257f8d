import { expect, it } from "vitest";
import { DAY_MS, later } from "../../../lib/domain/time.ts";
import { type IoOptions, sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { fieldApi } from "../../helpers/field-api.ts";
import { WRITTEN_AT } from "../../helpers/field-state.ts";

const REP = "11111111-1111-4111-8111-111111111111";
const BEN = "22222222-2222-4222-8222-222222222222";

/** Two identities with three stale invitations of four, after a run under a policy that allows half of them. */
async function folder(policy = "maxShare=0.5") {
  const invitationsOf = (base: number) =>
    [40, 40, 40, 1].map((days, index) => ({
      id: String(base + index),
      sent_date: later(WRITTEN_AT, -days * DAY_MS).toISOString(),
      profile_id: base + index,
    }));
  const identities = {
    [REP]: { name: "rep", invitations: invitationsOf(7_100_001) },
    [BEN]: { name: "ben", invitations: invitationsOf(7_200_001) },
  };
  const api = await fieldApi({ identities });
  const data = temporaryFolder();
  const on = (command: string, more: IoOptions = {}) =>
    sweeper([...command.split(" "), "--edges", "real", "--data", data], { env: api.env, ...more });
  await on(`policy set ${policy}`);
  const held = await on("run --json");
  return { on, held, runId: JSON.parse(held.out).runId as string };
}

it("a run held for a surge says how many, ends with 4 and names the command that lets it go, as `runs` and `preview` do", async () => {
  const { on, held, runId } = await folder();

  const runs = await on("runs");
  const preview = await on("preview");

  expect(held.code).toBe(4);
  const what = "3 of 4 pending invitations would be withdrawn (75%), more than the policy's maxShare (50%)";
  expect(held.err).toContain(`${REP}: ${what}`);
  expect(held.err).toContain(`\`sweeper release ${runId} `);
  expect(JSON.parse(held.out).unfinished).toMatchObject([
    { reason: "surge", identityId: REP },
    { reason: "surge", identityId: BEN },
  ]);
  expect(runs.out).toContain(`sweeper release ${runId} `);
  expect(preview.code).toBe(4);
  expect(preview.out).toContain(what);
});

it("`release` asks, lets the next runs go, and changes nothing the second time", async () => {
  const { on, runId } = await folder();

  const no = await on(`release ${runId}`, { answer: false });
  const still = await on("preview");
  const yes = await on(`release ${runId}`, { answer: true });
  const again = await on(`release ${runId} --json`);
  const preview = await on("preview");

  expect(no).toMatchObject({ code: 2, err: expect.stringContaining("nothing was released") });
  expect(still.code).toBe(4);
  expect(yes.asked).toEqual(["Let 6 withdrawals of 2 identities go in the next live runs?"]);
  expect(yes).toMatchObject({ code: 0, out: expect.stringContaining(`${REP.slice(0, 8)}: released`) });
  expect(JSON.parse(again.out)).toMatchObject({ runId, released: [], identities: [{ state: "released" }, {}] });
  expect(again.asked).toEqual([]);
  expect(preview).toMatchObject({ code: 0, out: expect.stringContaining("a live run now would withdraw 3") });
});

it("`release --identity` lets one identity go and leaves the others held", async () => {
  const { on, runId } = await folder();

  const released = await on(`release ${runId} --identity ${BEN} --yes --json`);
  const preview = JSON.parse((await on("preview --json")).out);

  expect(JSON.parse(released.out).released).toEqual([{ identityId: BEN, eligible: 3 }]);
  expect(preview.identities).toMatchObject([
    { identityId: REP, heldBecause: "surge", today: 0 },
    { identityId: BEN, heldBecause: null, today: 3 },
  ]);
});

it("`release` refuses a run that is not there, and to go without being asked", async () => {
  const { on, runId } = await folder();

  expect(await on("release nonsense --yes")).toMatchObject({
    code: 2,
    err: expect.stringContaining("there is no run nonsense"),
  });
  expect(await on(`release ${runId}`)).toMatchObject({ code: 2, err: expect.stringContaining("give --yes") });
});

it("`release` refuses a run that held nothing for a surge", async () => {
  const { on, runId } = await folder("maxShare=null");

  expect(await on(`release ${runId} --yes`)).toMatchObject({
    code: 2,
    err: expect.stringContaining(`run ${runId} held nothing for a surge`),
  });
});
