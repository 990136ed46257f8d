import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { OPTIONAL_OUTPUTS } from "../../../lib/contract/outputs.ts";
import { createDynamoLedger } from "../../../lib/ledger/dynamo-ledger.ts";
import { DEMO_TEAM } from "../../../lib/sandbox/demo-team.ts";
import { personFor, profileUrl } from "../../../lib/sandbox/people.ts";
import { type Sandbox, startSandbox } from "../../../lib/sandbox/server.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { connect } from "../../helpers/dynamo-emulator.ts";
import { anEnding, anInvitation } from "../../helpers/dynamo-records.ts";
import { type FakeDeployment, startFakeDeployment } from "../../helpers/fake-stack.ts";

let aws: FakeDeployment;
let sandbox: Sandbox;
const [first] = DEMO_TEAM.identities;
if (first === undefined) throw new Error("the demo team has an identity");

beforeEach(async () => {
  aws = await startFakeDeployment();
  sandbox = await startSandbox({ identities: [{ ...first, backlog: 6 }], apiKey: "the-same-key", seed: 7 });
  for (const name of ["old", "new"]) {
    const stack = await aws.deploy(name);
    stack.apiKey = "the-same-key";
    stack.outputs[OPTIONAL_OUTPUTS.edgesBaseUrl] = sandbox.url;
    stack.outputs[OPTIONAL_OUTPUTS.retentionDays] = "730";
    stack.policy.text = JSON.stringify({ mode: name === "old" ? "live" : "dry-run", thresholdDays: 7 });
  }
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await sandbox.close();
  await aws.close();
});

const on = async (stack: string, ...argv: string[]) => {
  const ran = await sweeper([...argv, "--stack", stack]);
  expect({ argv, code: ran.code, err: ran.code === 0 ? "" : ran.err }).toEqual({ argv, code: 0, err: "" });
  return ran.out;
};
interface Planned {
  readonly personId: string;
  readonly verdict: string;
  readonly reason: string;
}
const planOn = async (stack: string): Promise<readonly Planned[]> =>
  JSON.parse(await on(stack, "preview", "--json")).identities.flatMap(({ plan }: { plan: Planned[] }) => plan);

// The commands of lib/infra/README.md, "Rename or move a stack", in their order.
it("a stack moves to another name with its protections, and without what its ledger knew", async () => {
  const before = await planOn("old");
  const [byId, byAddress] = before.filter(({ verdict }) => verdict === "withdraw");
  if (byId === undefined || byAddress === undefined) throw new Error("nothing is to be withdrawn");
  const address = profileUrl(personFor(7, Number(byAddress.personId)));
  await on("old", "flag", byId.personId, "--as", "protected");
  await on("old", "flag", address, "--as", "protected");
  await withdrawnOnOld();
  const file = join(temporaryFolder(), "flags.csv");

  await on("old", "policy", "set", "mode=dry-run");
  await on("old", "flags", "export", file);
  await on("new", "flags", "import", file);
  const kept = await planOn("new");
  const canInvite = await sweeper(["can-invite", "424242", "--stack", "new"]);
  const knownOnOld = await sweeper(["can-invite", "424242", "--stack", "old"]);
  await on("new", "policy", "set", "mode=live");

  expect(existsSync(file)).toBe(true);
  for (const { personId } of [byId, byAddress]) {
    expect(kept.find((one) => one.personId === personId)).toMatchObject({ verdict: "keep", reason: "protected" });
  }
  expect(kept.filter(({ verdict }) => verdict === "withdraw")).toHaveLength(
    before.filter(({ verdict }) => verdict === "withdraw").length - 2,
  );
  expect(
    JSON.parse(await on("new", "flags", "--json"))
      .map(({ subject }: { subject: string }) => subject)
      .sort(),
  ).toEqual(
    JSON.parse(await on("old", "flags", "--json"))
      .map(({ subject }: { subject: string }) => subject)
      .sort(),
  );
  // What ended is in the old ledger alone: the new one cannot say whether a cooldown is running.
  expect(knownOnOld.code).toBe(3);
  expect(canInvite.code).toBe(5);
});

/** Somebody whose invitation the old stack has withdrawn just now. */
async function withdrawnOnOld(): Promise<void> {
  const { client, documentClient } = connect(aws.account.url);
  const tables = { invitations: "old-Invitations", identities: "old-Identities", runs: "old-Runs", flags: "old-Flags" };
  const { invitations } = createDynamoLedger({ documentClient, tables, now: () => new Date() });
  const one = anInvitation({ identityId: first?.uid ?? "", invitationId: "7200000000000000001", personId: "424242" });
  await invitations.insertIfAbsent(one);
  const now = new Date();
  const reinviteAfter = new Date(now.getTime() + 21 * 86_400_000);
  await invitations.end(
    one.identityId,
    one.invitationId,
    anEnding({ endedAt: now, withdrawnAt: now, reinviteAfter }),
    now,
  );
  client.destroy();
}
