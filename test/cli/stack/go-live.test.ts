import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { liveLeaseName } from "../../../lib/cli/stack/live-lease-name.ts";
import { ACCOUNT } from "../../helpers/account-with-stacks.ts";
import { type FakeStacks, parameterOf, startFakeStacks } from "../../helpers/fake-stacks.ts";

const LIVE = { mode: "live" };
const HOME = "us-east-1";

let stacks: FakeStacks;
beforeEach(async () => {
  stacks = await startFakeStacks();
});
afterEach(() => stacks.close());

const set = (name: string, ...assignments: string[]) => stacks.on(name, "policy", "set", ...assignments);
const modeOf = async (name: string) => JSON.parse((await stacks.on(name, "policy", "show")).out).mode;
const versionOf = (name: string, region = HOME) =>
  stacks.account.parameters.get(`${region} ${parameterOf(name)}`)?.version;
const leaseIn = (region = HOME, apiKey = "the-one-key") => {
  const there = stacks.account.parameters.get(`${region} ${liveLeaseName(apiKey)}`);
  return there === undefined ? null : JSON.parse(there.value);
};

describe("a stack that nobody has set to live", () => {
  it("is dry whatever cdk.json says, and policy show says why and how to change that", async () => {
    await stacks.deploy("second", { policy: LIVE });

    const { code, out, err } = await stacks.on("second", "policy", "show", "--json");

    expect(code).toBe(0);
    expect(JSON.parse(out).mode).toBe("dry-run");
    expect(err).toBe(
      "mode is dry-run: the stored policy says live, and nobody has set this stack to live; `sweeper policy set mode=live --stack second` does",
    );
  });

  it("stays dry when another value is set, and that says so", async () => {
    await stacks.deploy("second", { policy: LIVE });

    const { err } = await set("second", "dailyCap=9");

    expect(err).toContain("mode stays dry-run");
    expect(await modeOf("second")).toBe("dry-run");
  });

  it("is live once it is set so, and after every deployment", async () => {
    await stacks.deploy("second", { policy: LIVE });

    const { code, out, err } = await set("second", "mode=live");
    stacks.updateParameter("second", LIVE);

    expect({ code, out, err }).toEqual({ code: 0, out: 'policy version 2\nmode: "dry-run" → "live"', err: "" });
    expect(await modeOf("second")).toBe("live");
    expect(leaseIn()).toEqual({ stack: "second", region: HOME, account: ACCOUNT, since: expect.any(String) });
  });

  it("is not set to live without a key, and is told the command that fills it in", async () => {
    await stacks.deploy("second", { apiKey: null });

    const { code, err } = await set("second", "mode=live");

    expect(code).toBe(2);
    expect(err).toContain("not set to live: the secret second-key has no value yet");
    expect(err).toContain("aws secretsmanager put-secret-value");
    expect(versionOf("second")).toBe(1);
  });

  it("has its tables protected when it goes live, unless they go with the stack", async () => {
    await stacks.deploy("kept");
    await stacks.deploy("trial", { apiKey: "another key", outputs: { Removal: "destroy" } });

    await set("kept", "mode=live");
    await set("trial", "mode=live");

    const kept = ["kept-Flags", "kept-Identities", "kept-Invitations", "kept-Runs"];
    expect([...stacks.account.protectedTables].sort()).toEqual(kept);
  });

  it("is live although a table could not be protected, which is told with the command", async () => {
    await stacks.deploy("kept");
    stacks.account.denied.add(`dynamodb:UpdateTable ${HOME}`);

    const { code, err } = await set("kept", "mode=live");

    expect(code).toBe(0);
    expect(err).toContain(
      "aws dynamodb update-table --table-name kept-Flags --deletion-protection-enabled --region us-east-1",
    );
    expect(await modeOf("kept")).toBe("live");
  });
});

describe("a second stack with the same API key", () => {
  beforeEach(async () => {
    await stacks.deploy("first");
    await stacks.deploy("second", { policy: LIVE, region: "eu-central-1" });
    await set("first", "mode=live");
  });

  it("is refused, with the other one's name and both remedies, and nothing is changed", async () => {
    const { code, err } = await set("second", "mode=live");

    expect(code).toBe(2);
    expect(err).toContain(`stack first (us-east-1, ${ACCOUNT}) is live with the same API key`);
    expect(err).toContain("sweeper policy set mode=dry-run --stack first");
    expect(err).toContain("npx cdk destroy first");
    expect(versionOf("second", "eu-central-1")).toBe(1);
    expect(await modeOf("second")).toBe("dry-run");
  });

  it("goes live once the first is dry, which stays dry through its deployments", async () => {
    const given = await set("first", "mode=dry-run");
    const between = leaseIn();
    const second = await set("second", "mode=live");
    stacks.updateParameter("first", LIVE);
    const back = await set("first", "mode=live");

    expect([given.code, second.code, back.code]).toEqual([0, 0, 2]);
    expect(between).toBeNull();
    expect(leaseIn()).toMatchObject({ stack: "second", region: "eu-central-1" });
    expect([await modeOf("first"), await modeOf("second")]).toEqual(["dry-run", "live"]);
  });

  it("is refused while the first is off, for that may be resumed", async () => {
    await set("first", "mode=off");

    expect((await set("second", "mode=live")).code).toBe(2);
    expect((await set("first", "mode=live")).code).toBe(0);
  });

  it("goes live when the first is gone, and says that it took its place", async () => {
    stacks.account.stacks.delete("first");

    const { code, err } = await set("second", "mode=live");

    expect(code).toBe(0);
    expect(err).toContain(`held by stack first (us-east-1, ${ACCOUNT}), which is gone`);
    expect(leaseIn()).toMatchObject({ stack: "second" });
  });

  it("is refused while nobody can look whether the first is there", async () => {
    stacks.account.denied.add(`cloudformation:DescribeStacks ${HOME}`);

    const { code, err } = await set("second", "mode=live");

    expect(code).toBe(2);
    expect(err).toContain("cannot be looked up");
    expect(await modeOf("second")).toBe("dry-run");
  });

  it("is refused where the lease may not be read, or may only be read", async () => {
    stacks.account.denied.add(`ssm:GetParameter ${HOME}`);
    const unread = await set("second", "mode=live");
    stacks.account.denied.clear();
    stacks.account.denied.add(`ssm:PutParameter ${HOME}`);
    const unwritten = await set("second", "mode=live");

    expect([unread.code, unwritten.code]).toEqual([2, 2]);
    expect(unread.err).toContain("reading the parameter /invite-sweeper/live/");
    expect(unwritten.err).toContain("stack first");
    expect(await modeOf("second")).toBe("dry-run");
  });

  it("is refused where a hand has written what no lease is", async () => {
    const key = `${HOME} ${liveLeaseName("the-one-key")}`;
    stacks.account.parameters.set(key, { value: "first", version: 2, tier: "Standard" });

    const { code, err } = await set("second", "mode=live");

    expect(code).toBe(2);
    expect(err).toContain("does not say which stack is live");
  });

  it("of another key goes live beside it", async () => {
    stacks.account.secrets.set("second-key", "of another workspace");

    expect((await set("second", "mode=live")).code).toBe(0);
    expect(leaseIn(HOME, "of another workspace")).toMatchObject({ stack: "second" });
  });
});

describe("the lease of a live stack", () => {
  it("is held in its own region where no other may be written, which is told", async () => {
    await stacks.deploy("second", { region: "eu-central-1" });
    for (const action of ["PutParameter", "GetParameter"]) stacks.account.denied.add(`ssm:${action} ${HOME}`);

    const { code, err } = await set("second", "mode=live");
    const there = leaseIn("eu-central-1");
    await set("second", "mode=dry-run");

    expect(code).toBe(0);
    expect(err).toContain("no parameter may be written in us-east-1: the lease is held in eu-central-1");
    expect(there).toMatchObject({ stack: "second" });
    expect(leaseIn("eu-central-1")).toBeNull();
  });

  it("moves to the new key when mode=live is set again after a rotation", async () => {
    await stacks.deploy("first");
    await set("first", "mode=live");
    stacks.account.secrets.set("first-key", "rotated");

    await set("first", "mode=live");

    expect(leaseIn()).toBeNull();
    expect(leaseIn(HOME, "rotated")).toMatchObject({ stack: "first" });
  });

  it("of an old key is given up with mode=dry-run too", async () => {
    await stacks.deploy("first");
    await set("first", "mode=live");
    stacks.account.secrets.set("first-key", "rotated");

    await set("first", "mode=off");
    await set("first", "mode=dry-run");

    expect(leaseIn()).toBeNull();
  });

  it("that cannot be given up is told with the command, and the stack is dry", async () => {
    await stacks.deploy("first");
    await set("first", "mode=live");
    stacks.account.denied.add(`ssm:DeleteParameter ${HOME}`);

    const { code, err } = await set("first", "mode=dry-run");

    expect(code).toBe(0);
    expect(err).toContain("aws ssm delete-parameter --name /invite-sweeper/live/");
    expect(await modeOf("first")).toBe("dry-run");
  });
});
