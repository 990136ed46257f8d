import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { OUTPUTS } from "../../../lib/contract/outputs.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";

const SANDBOX = "sandbox (made-up people)";
/** As the first line shows it. */
const SHOWN = "sandbox · Sandbox: made-up people";
const STAGING = "stack staging (us-east-1, 111122223333)";
const KEY = { EDGES_API_KEY: "key" };
const ELSEWHERE = { ...KEY, EDGES_BASE_URL: "http://127.0.0.1:4010/v1" };

const cloudFormation = mockClient(CloudFormationClient);
const ssm = mockClient(SSMClient);

/** The stack as CloudFormation shows it to whoever is signed in to that account. */
function signedInTo(account: string): void {
  const StackId = `arn:aws:cloudformation:us-east-1:${account}:stack/staging/6a0e2f80-0001-11f1-8000-0a0000000000`;
  const Outputs = [
    { OutputKey: OUTPUTS.policyParameter, OutputValue: "/staging/policy" },
    { OutputKey: OUTPUTS.runsTable, OutputValue: "staging-Runs" },
  ];
  cloudFormation.on(DescribeStacksCommand, { StackName: "staging" }).resolves({
    Stacks: [{ StackName: "staging", StackId, CreationTime: new Date(0), StackStatus: "CREATE_COMPLETE", Outputs }],
  });
}

/** The stack's tables, in which nobody has stopped anything. */
const tables = createServer((_, response) => void response.end('{"Items":[],"Count":0}'));
beforeAll(() => new Promise<void>((resolve) => void tables.listen(0, "127.0.0.1", resolve)));
afterAll(() => {
  tables.close();
  tables.closeAllConnections();
});

beforeEach(() => {
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", `http://127.0.0.1:${(tables.address() as AddressInfo).port}`);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "made-up");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "made-up");
  cloudFormation.reset();
  ssm.reset();
  vi.stubEnv("AWS_REGION", "us-east-1");
  const missing = Object.assign(new Error("Stack with id nowhere does not exist"), { name: "ValidationError" });
  cloudFormation.on(DescribeStacksCommand).rejects(missing);
  signedInTo("111122223333");
  ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '{"thresholdDays":21}', Version: 4 } });
});
afterEach(() => vi.unstubAllEnvs());

/** The command line on a data folder to come. */
function inFolder() {
  const data = join(temporaryFolder(), "data");
  const on = (command: string, env: Readonly<Record<string, string>> = KEY) =>
    sweeper([...command.split(" "), "--data", data], { env });
  return { data, file: join(data, "target.json"), on };
}

describe("use", () => {
  it.each([
    ["sandbox", SANDBOX],
    ["real", "real API api.edges.run"],
    ["stack staging", STAGING],
  ])("%s saves the target in the data folder, whole or not at all, and shows it afterwards", async (words, name) => {
    const { on, data, file } = inFolder();

    const saved = await on(`use ${words}`);
    const shown = await on("use");
    const json = await on("use --json");

    expect(saved).toMatchObject({ code: 0, out: `${name}, from now on (saved in ${file})` });
    expect(shown).toMatchObject({ code: 0, out: name });
    expect(JSON.parse(json.out)).toEqual({ target: name, file });
    expect(readdirSync(data)).toEqual(["target.json"]);
  });

  it("says as JSON what it saved, too", async () => {
    const { on, file } = inFolder();

    const { out } = await on("use real --json");

    expect(JSON.parse(out)).toEqual({ target: "real API api.edges.run", file });
  });

  it("shows that none is saved, and saves none by that", async () => {
    const { on, data, file } = inFolder();

    const shown = await on("use");
    const json = await on("use --json");

    expect(shown).toMatchObject({ code: 0, err: "" });
    expect(shown.out).toMatch(/^no target is saved/);
    expect(JSON.parse(json.out)).toEqual({ target: null, file });
    expect(existsSync(data)).toBe(false);
  });

  it.each([
    ["use moon", /sandbox, real, stack/],
    ["use stack", /sweeper use stack NAME/],
    ["use stack 1st", /Give a stack's name/],
    ["use real staging", /only a stack has a name/],
    ["use stack nowhere", /there is no stack nowhere in us-east-1/],
  ])("%s ends with 2 and saves nothing", async (command, message) => {
    const { on, data } = inFolder();

    const { code, err } = await on(command);

    expect(code).toBe(2);
    expect(err).toMatch(message);
    expect(existsSync(data)).toBe(false);
  });

  it("has help with an example", async () => {
    const { code, out } = await sweeper(["use", "--help"]);

    expect(code).toBe(0);
    expect(out).toMatch(/Example:\n\s+\$ sweeper use real/);
  });
});

describe("the saved target", () => {
  it("is what commands work on, reading and writing, and their first line", async () => {
    const { on, data } = inFolder();
    await on("use real", ELSEWHERE);

    const set = await on("policy set mode=off --json", ELSEWHERE);
    const shown = await on("threshold --json", ELSEWHERE);

    const target = "real API 127.0.0.1:4010";
    expect(set).toMatchObject({ code: 0, target });
    expect(shown).toMatchObject({ code: 0, target });
    expect([set, shown].map(({ out }) => JSON.parse(out).target)).toEqual([target, target]);
    expect(readdirSync(data).sort()).toEqual(["127.0.0.1-4010", "target.json"]);
  });

  it("may be a stack", async () => {
    const { on } = inFolder();
    await on("use stack staging");

    const { code, out, target } = await on("threshold");

    expect({ code, out, target }).toEqual({ code: 0, out: "21 days (policy version 4)", target: STAGING });
  });

  it("gives way to an option that names another one", async () => {
    const { on, data } = inFolder();
    await on("use real");

    const onSandbox = await on("pause all --edges sandbox");
    const onStack = await on("threshold --stack staging");

    expect([onSandbox, onStack].map(({ code }) => code)).toEqual([0, 0]);
    expect([onSandbox, onStack].map(({ target }) => target)).toEqual([SHOWN, STAGING]);
    expect(readdirSync(data).sort()).toEqual(["sandbox", "target.json"]);
  });

  it("is that of its own data folder alone", async () => {
    await inFolder().on("use sandbox");

    const { code } = await inFolder().on("pause all");

    expect(code).toBe(2);
  });

  it("that is a stack is left out by --local: what writes is refused, with or without a key", async () => {
    const { on, data } = inFolder();
    await on("use stack staging");

    for (const env of [{}, KEY]) {
      const { code, err } = await on("pause all --local", env);
      expect(code).toBe(2);
      expect(err).toContain("--local leaves out the saved stack");
      expect(err).toContain(`  sweeper pause all --local --data ${data} --edges sandbox`);
    }
    expect(await on("threshold --local")).toMatchObject({ code: 0, target: SHOWN });
  });

  it("that leads elsewhere by now is refused, and what to do is said", async () => {
    const [api, stack] = [inFolder(), inFolder()];
    await api.on("use real");
    await stack.on("use stack staging");
    signedInTo("999900001111");

    const atApi = await api.on("pause all", ELSEWHERE);
    const onStack = await stack.on("pause all");

    expect([atApi.code, onStack.code]).toEqual([2, 2]);
    expect(atApi.err).toBe(
      `${api.file} says real API api.edges.run, but EDGES_BASE_URL leads to real API 127.0.0.1:4010. Nothing was done: ` +
        `set EDGES_BASE_URL as before, name the target with --edges real, or save it again with \`sweeper use real --data ${api.data}\``,
    );
    expect(onStack.err).toContain("says stack staging (us-east-1, 111122223333)");
    expect(onStack.err).toContain("lead to stack staging (us-east-1, 999900001111)");
    expect(onStack.err).toContain(`sweeper use stack staging --data ${stack.data}`);
    expect(ssm.calls()).toEqual([]);
    expect(readdirSync(api.data)).toEqual(["target.json"]);
  });
});

describe("a file that names no target", () => {
  it.each(["", "{", '"real"', "{}", '{"kind":"moon"}', '{"kind":"real"}', '{"kind":"sandbox","more":1}', "null"])(
    "is told with its name and the remedy, and kept as it is: %j",
    async (text) => {
      const { on, data, file } = inFolder();
      mkdirSync(data, { recursive: true });
      writeFileSync(file, text);

      for (const command of ["pause all", "threshold", "use"]) {
        const { code, out, err } = await on(command, {});
        expect({ code, out }).toEqual({ code: 2, out: "" });
        expect(err).toContain(`${file} does not name a target`);
        expect(err).toContain(`sweeper use sandbox --data ${data}`);
      }
      expect(readFileSync(file, "utf8")).toBe(text);
    },
  );

  it("is in nobody's way who names the target, and is mended by saving one", async () => {
    const { on, data, file } = inFolder();
    mkdirSync(data, { recursive: true });
    writeFileSync(file, "{");

    const named = await on("pause all --edges sandbox");
    const saved = await on("use sandbox");
    const after = await on("resume all");

    expect([named, saved, after].map(({ code }) => code)).toEqual([0, 0, 0]);
  });

  it("a folder in its place is told as well", async () => {
    const { on, file } = inFolder();
    mkdirSync(file, { recursive: true });

    const read = await on("threshold");
    const written = await on("use real");

    expect([read.code, written.code]).toEqual([2, 2]);
    expect(read.err).toContain(`${file} does not name a target`);
    expect(written.err).toContain(`${file} cannot be written`);
  });
});
