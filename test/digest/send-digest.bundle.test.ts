import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { DAY_MS, later } from "../../lib/domain/time.ts";
import { type BundledFunction, startBundledFunction } from "../../lib/local/bundles/bundled-function.ts";
import { startSettingsServer } from "../../lib/local/bundles/settings-server.ts";
import { LOCAL_AWS } from "../../lib/local/local-aws.ts";
import { EMBEDDED_PARTS } from "../../lib/local/parts.ts";
import { type FakeAws, startFakeAws } from "../helpers/fake-aws.ts";
import { account, policyOf, type TestBed, testBedFor } from "../helpers/test-bed.ts";
import { CDK_JSON } from "../infra/synth.ts";
import { readable } from "../infra/template-queries.ts";

const PROJECT = resolve(import.meta.dirname, "../..");
const TOPIC = "arn:aws:sns:us-east-1:123456789012:digest";

/** The digest's function as `cdk synth` leaves it: its bundle, and its environment with references as `<LogicalId>`. */
interface Synthesized {
  readonly bundle: string;
  readonly environment: Readonly<Record<string, string>>;
}

const folder = mkdtempSync(join(tmpdir(), "sweeper-digest-"));
afterAll(() => rmSync(folder, { recursive: true }));

let synthesized: Synthesized;
beforeAll(async () => {
  const inviteSweeper = { digest: { email: "sales@example.com", linkHours: 2 } };
  const env = {
    ...process.env,
    CDK_OUTDIR: folder,
    CDK_CONTEXT_JSON: JSON.stringify({ ...CDK_JSON.context, inviteSweeper }),
  };
  await promisify(execFile)(process.execPath, ["--import", "tsx", "bin/app.ts"], { cwd: PROJECT, env });
  const { Resources } = JSON.parse(readFileSync(join(folder, "invite-sweeper.template.json"), "utf8"));
  const { Code, Environment } = Resources.DigestFunction.Properties;
  synthesized = {
    bundle: join(folder, `asset.${Code.S3Key.replace(/\.zip$/, "")}`, "index.mjs"),
    environment: Object.fromEntries(
      Object.entries(Environment.Variables).map(([name, value]) => [name, readable(value)]),
    ),
  };
  // Four functions are bundled, which a busy machine takes its time for.
}, 300_000);

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Running {
  readonly bed: TestBed;
  readonly aws: FakeAws;
  readonly invoke: (due: Date) => Promise<unknown>;
  readonly log: readonly string[];
}

/** The bundle in a process of its own, over a test bed's tables and fakes of S3 and SNS. */
async function started(environment: Readonly<Record<string, string>> = {}): Promise<Running> {
  const bed = await testBedFor({
    parts: EMBEDDED_PARTS,
    identities: [account({ backlog: 30, sendsPerDay: 4 })],
    fates: { acceptedShare: 0.5, declinedShare: 0.2, declinesOverDays: 20 },
  });
  const { clock, endpoints } = bed.workspace;
  const aws = await startFakeAws(clock.now);
  const settings = await startSettingsServer(policyOf({ dailyCap: 3 }, 9), "no key of ours");
  const log: string[] = [];
  const local: Readonly<Record<string, string>> = {
    "<DigestBucket>": "the-bucket",
    "<DigestTopic>": TOPIC,
    "<PolicyParameter>": "policy",
  };
  const resolved = Object.entries(synthesized.environment).map(([name, value]) => {
    return [name, local[value] ?? value.replace(/^<(\w+)Table>$/, "$1")];
  });
  const child: BundledFunction = await startBundledFunction({
    bundle: synthesized.bundle,
    clock,
    onLog: (line) => void log.push(line),
    environment: {
      ...Object.fromEntries(resolved),
      AWS_REGION: LOCAL_AWS.region,
      AWS_ACCESS_KEY_ID: LOCAL_AWS.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: LOCAL_AWS.credentials.secretAccessKey,
      // As in Lambda: temporary, and without a word of their end.
      AWS_SESSION_TOKEN: "temporary",
      AWS_LAMBDA_FUNCTION_NAME: "digest",
      AWS_ENDPOINT_URL: aws.url,
      AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamo,
      AWS_ENDPOINT_URL_SSM: settings.url,
      ...environment,
    },
  });
  closing.push(settings.close, aws.close, child.close);
  return { bed, aws, log, invoke: (due) => child.invoke({ scheduledTime: due.toISOString() }, 60_000) };
}

const DUE = new Date("2026-11-09T08:00:00.000Z");
const KEY = "digests/2026-11-09T08-00-00Z.html";

describe("the bundle of the digest", () => {
  it("puts the report, mails the digest, and its link gives out the page until it ends", {
    timeout: 240_000,
  }, async () => {
    const { bed, aws, invoke } = await started();
    for (let day = 0; day < 7; day++) bed.untilDayAfter(await bed.run({ dailyCap: 3 }));

    const sent = await invoke(DUE);

    const took = bed.withdrawCalls().filter((call) => call.tookEffect).length;
    const [mail] = aws.published;
    expect(took).toBeGreaterThan(0);
    expect(sent).toMatchObject({ subject: mail?.Subject, reportKey: KEY });
    expect(mail?.TopicArn).toBe(TOPIC);
    expect(mail?.Subject).toMatch(new RegExp(`^invite-sweeper: ${took} withdrawn, \\d+ accepted$`));
    expect(mail?.Message).toContain("2026-11-02 08:00 to 2026-11-09 08:00 UTC");
    expect(mail?.Message).toContain("at the\nlatest. It ends sooner when the credentials that made it do");
    const link = mail?.Message?.split("\n").find((line) => line.startsWith(aws.url)) ?? "";
    const page = await fetch(link);
    expect({ status: page.status, type: page.headers.get("content-type") }).toEqual({
      status: 200,
      type: "text/html; charset=utf-8",
    });
    expect(await page.text()).toMatch(/^<!doctype html>.*<svg.*<\/html>\s*$/is);
    expect(link).toContain("X-Amz-Expires=7200&");
    bed.workspace.clock.advance(later(bed.now(), DAY_MS));
    expect((await fetch(link)).status).toBe(403);
  });

  it("does the same in the same place when it is invoked again", { timeout: 120_000 }, async () => {
    const { bed, aws, invoke } = await started();
    bed.untilDayAfter(await bed.run({ dailyCap: 3 }), 7);

    await invoke(DUE);
    await invoke(DUE);

    const [first, second] = aws.published.map(({ Subject }) => Subject);
    expect(second).toBe(first);
    expect([...aws.objects].map(([key, versions]) => [key, versions.length])).toEqual([[`/the-bucket/${KEY}`, 2]]);
    expect(aws.requests.filter((request) => !/^(PUT \/the-bucket\/digests\/|POST \/$)/.test(request))).toEqual([]);
  });

  it("says what its environment lacks", { timeout: 120_000 }, async () => {
    const { invoke } = await started({ DIGEST_BUCKET: "", DIGEST_CRON: "" });

    await expect(invoke(DUE)).rejects.toThrow("missing in the environment: DIGEST_BUCKET, DIGEST_CRON");
  });

  it("counts an unreadable policy, and no metric of a run", { timeout: 120_000 }, async () => {
    const { invoke, log, aws } = await started({ AWS_ENDPOINT_URL_SSM: "http://127.0.0.1:9", AWS_MAX_ATTEMPTS: "1" });

    await expect(invoke(DUE)).rejects.toThrow(/policy/);

    expect(aws.requests).toEqual([]);
    expect(log.join("\n")).toContain('"PolicyUnreadable":1');
    expect(log.join("\n")).not.toContain('"Withdrawn"');
  });

  it("has no part of the API's client in it, nor anything that withdraws", () => {
    const { sources }: { sources: string[] } = JSON.parse(readFileSync(`${synthesized.bundle}.map`, "utf8"));
    const packages = new Set(
      sources.flatMap((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []),
    );

    expect([...packages]).toEqual(expect.arrayContaining(["@aws-sdk/client-s3", "@aws-sdk/client-sns"]));
    expect(
      [...packages].filter((one) =>
        /^(undici|aws-cdk-lib|commander|string-width|csv-stringify|@aws-sdk\/client-sqs)$/.test(one),
      ),
    ).toEqual([]);
    expect(sources.filter((source) => /lambdas\/(sweep|withdraw|start-run)\/|lib\/edges\//.test(source))).toEqual([]);
    expect(statSync(synthesized.bundle).size).toBeLessThan(1_000_000);
  });
});
