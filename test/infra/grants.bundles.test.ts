import { execFile } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { Template } from "aws-cdk-lib/assertions";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { cleanupMessages, startCleanup } from "../../lib/cleanup/start-cleanup.ts";
import {
  CLEANUP_FUNCTION,
  type DeployedFunctionName,
  DIGEST_FUNCTION,
  FUNCTION_NAMES,
  REQUEST_FUNCTION,
  START_RUN_TIMEOUT_MS,
} from "../../lib/contract/functions.ts";
import { RUNS, TABLES } from "../../lib/contract/tables.ts";
import { DAY_MS, later, SECOND_MS } from "../../lib/domain/time.ts";
import { createDynamoStops } from "../../lib/ledger/dynamo-stops.ts";
import { type BundledFunction, startBundledFunction } from "../../lib/local/bundles/bundled-function.ts";
import { startSettingsServer } from "../../lib/local/bundles/settings-server.ts";
import { LOCAL_AWS } from "../../lib/local/local-aws.ts";
import { EMBEDDED_PARTS } from "../../lib/local/parts.ts";
import { toSqsRecord } from "../../lib/local/to-sqs-record.ts";
import { connect } from "../helpers/dynamo-emulator.ts";
import { type AwsRequest, type FakeAccount, startFakeAccount } from "../helpers/fake-account.ts";
import { type FakeAws, startFakeAws } from "../helpers/fake-aws.ts";
import { type IamRequest, isAllowed, statementsOf } from "../helpers/iam.ts";
import { addressOf, personFlagged, withdrawalRequested } from "../helpers/inbound-requests.ts";
import { ANA, account, BEN, idOf as invitationIdIn, policyOf, type TestBed, testBedFor } from "../helpers/test-bed.ts";
import { CDK_JSON } from "./synth.ts";
import { readable, resource, resourcesOf } from "./template-queries.ts";

const PROJECT = resolve(import.meta.dirname, "../..");
const DEPLOYED = [...FUNCTION_NAMES, REQUEST_FUNCTION, CLEANUP_FUNCTION, DIGEST_FUNCTION] as const;
const idOf = (name: DeployedFunctionName) =>
  `${name.replace(/(?:^|-)(.)/g, (_match, letter: string) => letter.toUpperCase())}Function`;

const folder = mkdtempSync(join(tmpdir(), "sweeper-grants-bundles-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let template: Template;
beforeAll(async () => {
  const inviteSweeper = { digest: { email: "sales@example.com" } };
  const env = {
    ...process.env,
    CDK_OUTDIR: folder,
    CDK_CONTEXT_JSON: JSON.stringify({ ...CDK_JSON.context, inviteSweeper }),
  };
  await promisify(execFile)(process.execPath, ["--import", "tsx", "bin/app.ts"], { cwd: PROJECT, env });
  template = Template.fromJSON(JSON.parse(readFileSync(join(folder, "invite-sweeper.template.json"), "utf8")));
  // Six functions are bundled, which a busy machine takes its time for.
}, 600_000);

const bundleOf = (name: DeployedFunctionName): string => {
  const { S3Key } = resource(template, idOf(name)).Properties.Code as { readonly S3Key: string };
  return join(folder, `asset.${S3Key.replace(/\.zip$/, "")}`, "index.mjs");
};

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** One bundle in a process of its own, with an AWS of its own that keeps a record of what it is asked. */
interface Running {
  readonly bundle: BundledFunction;
  readonly aws: FakeAccount;
  readonly files: FakeAws;
}

interface Sent {
  readonly queue: string;
  readonly body: string;
  readonly group: string;
}

/** All bundles over one bed. Messages that they send are kept in `sent`, for the test to deliver. */
async function startAll(bed: TestBed, policy: object, sent: Sent[]) {
  const { clock, endpoints } = bed.workspace;
  const settings = await startSettingsServer(policyOf(policy), endpoints.apiKey);
  closing.push(settings.close);
  const start = async (name: DeployedFunctionName): Promise<Running> => {
    const aws = await startFakeAccount({ dynamodb: endpoints.dynamo, ssm: settings.url, secretsmanager: settings.url });
    const files = await startFakeAws(clock.now);
    aws.on("sqs:SendMessageBatch", ({ QueueUrl, Entries }) => {
      const entries = Entries as { Id: string; MessageBody: string; MessageGroupId: string }[];
      for (const { MessageBody: body, MessageGroupId: group } of entries)
        sent.push({ queue: lastOf(QueueUrl), body, group });
      return {
        Successful: entries.map(({ Id, MessageBody }) => ({ Id, MessageId: Id, MD5OfMessageBody: md5(MessageBody) })),
      };
    });
    aws.on("sqs:SendMessage", ({ QueueUrl, MessageBody }) => {
      sent.push({ queue: lastOf(QueueUrl), body: String(MessageBody), group: "" });
      return { MessageId: "m", MD5OfMessageBody: md5(String(MessageBody)) };
    });
    aws.on("sqs:ChangeMessageVisibility", () => ({}));
    aws.on("sqs:GetQueueAttributes", () => ({
      Attributes: {
        ApproximateNumberOfMessages: "0",
        ApproximateNumberOfMessagesNotVisible: "0",
        ApproximateNumberOfMessagesDelayed: "0",
      },
    }));
    const variables = (resource(template, idOf(name)).Properties.Environment as { Variables: Record<string, unknown> })
      .Variables;
    const resolved = Object.entries(variables).map(([key, value]) => {
      const text = readable(value);
      const [, id = ""] = /^<(\w+)>$/.exec(text) ?? [];
      if (id.endsWith("Table")) return [key, id.replace(/Table$/, "")];
      if (id.endsWith("Queue")) return [key, `${aws.url}/${id}`];
      return [key, id === "DigestTopic" ? TOPIC : id || text];
    });
    const bundle = await startBundledFunction({
      bundle: bundleOf(name),
      clock,
      onLog: () => {},
      environment: {
        ...Object.fromEntries(resolved),
        AWS_REGION: LOCAL_AWS.region,
        AWS_ACCESS_KEY_ID: LOCAL_AWS.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: LOCAL_AWS.credentials.secretAccessKey,
        AWS_LAMBDA_FUNCTION_NAME: name,
        AWS_ENDPOINT_URL: aws.url,
        AWS_ENDPOINT_URL_S3: files.url,
        AWS_ENDPOINT_URL_SNS: files.url,
        EDGES_BASE_URL: endpoints.edges,
      },
    });
    closing.push(aws.close, files.close, bundle.close);
    return { bundle, aws, files };
  };
  const running = new Map<DeployedFunctionName, Running>();
  for (const name of DEPLOYED) running.set(name, await start(name));
  return (name: DeployedFunctionName): Running => {
    const found = running.get(name);
    if (found === undefined) throw new Error(`${name} is not running`);
    return found;
  };
}

const TOPIC = "arn:aws:sns:us-east-1:123456789012:digest";
const lastOf = (url: unknown): string => String(url).split("/").at(-1) ?? "";
const md5 = (text: string): string => createHash("md5").update(text).digest("hex");

/** Which function each queue feeds, by the mappings of the template. */
function readers(): ReadonlyMap<string, DeployedFunctionName> {
  const mappings = Object.values(resourcesOf(template, "AWS::Lambda::EventSourceMapping"));
  return new Map(
    mappings.map(({ Properties }) => {
      const queue = /^<(\w+)\.Arn>$/.exec(readable(Properties.EventSourceArn))?.[1] ?? "";
      const target = JSON.stringify(Properties.FunctionName);
      const name = DEPLOYED.find((one) => target.includes(`"${idOf(one)}"`));
      if (name === undefined) throw new Error(`${queue} feeds no function`);
      return [queue, name];
    }),
  );
}

/** Delivers what was sent until nothing is left; what a function hides comes back when its time is over. */
async function deliverAll(bed: TestBed, of: (name: DeployedFunctionName) => Running, sent: Sent[]): Promise<void> {
  const feeds = readers();
  for (let deliveries = 0; sent.length > 0 && deliveries < 200; deliveries += 1) {
    const message = sent.shift();
    const name = feeds.get(message?.queue ?? "");
    if (message === undefined || name === undefined) throw new Error(`nobody reads ${message?.queue}`);
    const { bundle, aws } = of(name);
    const before = aws.requests.length;
    const record = toSqsRecord({
      MessageId: `m-${deliveries}`,
      ReceiptHandle: "r",
      Body: message.body,
      Attributes: { MessageGroupId: message.group },
    });
    const answer = (await bundle.invoke({ Records: [record] }, 60_000)) as { batchItemFailures?: unknown[] };
    if ((answer.batchItemFailures ?? []).length === 0) continue;
    const hidden = aws.requests.slice(before).find(({ action }) => action === "sqs:ChangeMessageVisibility");
    bed.workspace.clock.advance(later(bed.now(), Number(hidden?.input.VisibilityTimeout ?? 60) * SECOND_MS));
    sent.push(message);
  }
}

/** A recorded request as IAM sees it. One to several tables is one for each. */
function asked({ action, input }: AwsRequest): IamRequest[] {
  const [service = "", verb = ""] = action.split(":");
  if (service === "dynamodb") return dynamoRequests(action, input);
  const none = { leadingKeys: null };
  if (service === "sqs")
    return [{ action: `sqs:${verb.replace(/Batch$/, "")}`, resource: `<${lastOf(input.QueueUrl)}.Arn>`, ...none }];
  if (service === "ssm") {
    const resource = `arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter/<${input.Name}>`;
    return [{ action, resource, ...none }];
  }
  if (service === "secretsmanager") return [{ action, resource: `<${input.SecretId}>`, ...none }];
  throw new Error(`nobody says what ${action} is to IAM`);
}

type Attributes = Readonly<Record<string, { readonly S?: string }>>;

function dynamoRequests(action: string, input: AwsRequest["input"]): IamRequest[] {
  const keyOf = (table: string): string => TABLES.find(({ id }) => id === table)?.partitionKey ?? "";
  const arn = (table: string, index?: unknown) => `<${table}Table.Arn>${index === undefined ? "" : `/index/${index}`}`;
  if (input.RequestItems !== undefined) {
    return Object.entries(input.RequestItems as Record<string, { Keys?: Attributes[] }>).map(([table, { Keys }]) => {
      // Whether a batch of writes has puts or deletes in it, its keys are not looked for: nothing here may send one.
      const leadingKeys = Keys?.map((key) => key[keyOf(table)]?.S ?? "") ?? null;
      return { action, resource: arn(table), leadingKeys };
    });
  }
  const table = String(input.TableName);
  const item = (input.Key ?? input.Item) as Attributes | undefined;
  const own = item?.[keyOf(table)]?.S;
  const resource = arn(table, input.IndexName);
  if (own !== undefined) return [{ action, resource, leadingKeys: [own] }];
  return [{ action, resource, leadingKeys: queriedKeys(input) }];
}

/** The partition key's value of a query: the one that its condition sets equal. */
function queriedKeys(input: AwsRequest["input"]): readonly string[] | null {
  const [, name = ""] =
    /(:\w+)/.exec(/[#\w]+\s*=\s*:\w+/.exec(String(input.KeyConditionExpression ?? ""))?.[0] ?? "") ?? [];
  const value = (input.ExpressionAttributeValues as Attributes | undefined)?.[name]?.S;
  return value === undefined ? null : [value];
}

/** What the fake of S3 and SNS was asked by the digest. */
const filesAsked = ({ requests }: FakeAws): IamRequest[] =>
  requests.map((request) => {
    const [method = "", path = ""] = request.split(" ");
    const leadingKeys = null;
    if (method === "POST") return { action: "sns:Publish", resource: "<DigestTopic>", leadingKeys };
    const key = path.replace("/DigestBucket", "<DigestBucket.Arn>");
    return { action: method === "PUT" ? "s3:PutObject" : "s3:GetObject", resource: key, leadingKeys };
  });

const inWords = ({ action, resource, leadingKeys }: IamRequest) =>
  `${action} ${resource} ${leadingKeys?.join() ?? ""}`.trim();

describe("the bundles as they are deployed", () => {
  it("ask of AWS what their roles allow, in a run, for requests, for a clean-up and for the digest", {
    timeout: 600_000,
  }, async () => {
    const bed = await testBedFor({
      parts: EMBEDDED_PARTS,
      identities: [account({ backlog: 12 }), account({ uid: BEN, backlog: 6 })],
      fates: { acceptedShare: 0.5, declinedShare: 0.2, declinesOverDays: 20 },
      seed: 7,
    });
    const sent: Sent[] = [];
    const { client, documentClient } = connect(bed.workspace.endpoints.dynamo);
    closing.push(async () => client.destroy());
    await createDynamoStops(documentClient, RUNS.id).setMode({
      mode: "live",
      since: bed.now().toISOString(),
      lease: null,
    });
    const of = await startAll(bed, { dailyCap: 2 }, sent);
    const startRun = () =>
      of("start-run").bundle.invoke({ scheduledTime: bed.now().toISOString() }, START_RUN_TIMEOUT_MS);

    await startRun();
    await deliverAll(bed, of, sent);
    const [one, two] = bed.truth(BEN).filter(({ state }) => state === "pending");
    if (one === undefined || two === undefined) throw new Error("nobody is left");
    await of("request").bundle.invoke(personFlagged(bed, { profileUrl: addressOf(one), as: "protected" }), 60_000);
    await of("request").bundle.invoke(withdrawalRequested(bed, { invitationUrn: two.urn }), 60_000);
    await deliverAll(bed, of, sent);
    bed.workspace.clock.advance(later(bed.now(), DAY_MS));
    await startRun();
    await deliverAll(bed, of, sent);
    const pending = bed.truth().filter(({ state }) => state === "pending");
    const chosen = pending.map(({ urn }) => ({ invitationId: invitationIdIn(urn), reason: "stale" as const }));
    const cleanupId = await startCleanup({ ...bed.workspace, newId: randomUUID }, new Map([[ANA, chosen]]));
    for (const { body } of cleanupMessages(cleanupId, [ANA])) sent.push({ queue: "CleanupQueue", body, group: "" });
    await deliverAll(bed, of, sent);
    await of("digest").bundle.invoke({ scheduledTime: bed.now().toISOString() }, START_RUN_TIMEOUT_MS);

    expect(bed.withdrawCalls().length).toBeGreaterThan(3);
    for (const name of DEPLOYED) {
      const { aws, files } = of(name);
      const requests = [...aws.requests.flatMap(asked), ...filesAsked(files)];
      const statements = statementsOf(template, name);
      const refused = requests.filter((request) => !isAllowed(statements, request)).map(inWords);
      expect({ name, refused: [...new Set(refused)] }).toEqual({ name, refused: [] });
      expect(requests.some(({ action }) => action.startsWith("dynamodb:"))).toBe(true);
      // The judge is awake: without the tables' statements the same requests are refused.
      const withoutTables = statements.filter(({ actions }) => !actions.some((one) => one.startsWith("dynamodb:")));
      expect(requests.every((request) => isAllowed(withoutTables, request))).toBe(false);
    }
    const part = await bed.workspace.ledger.cleanups.findPart(cleanupId, ANA);
    expect(part).toMatchObject({ state: "over", stoppedBy: null, chosen: chosen.length });
    expect(part?.withdrawn).toBeGreaterThan(0);
    expect(of("digest").files.requests.length).toBeGreaterThan(1);
  });

  it.each(DEPLOYED)("%s holds no command that its role does not allow, but those that nothing there calls", (name) => {
    const commands = commandsIn(readFileSync(bundleOf(name), "utf8"));
    const allowed = new Set(
      statementsOf(template, name).flatMap(({ actions }) => actions.map((one) => one.split(":")[1])),
    );
    const beyond = commands.filter((command) => !allowed.has(IAM_VERBS[command] ?? command));
    const uncalled = UNCALLED.filter(({ by }) => by.includes(name)).map(({ command }) => command);

    expect(commands.length).toBeGreaterThan(3);
    expect(beyond).toEqual(uncalled.toSorted());
  });
});

/** Commands whose right is called otherwise. */
const IAM_VERBS: Readonly<Record<string, string>> = {
  SendMessageBatch: "SendMessage",
  ChangeMessageVisibilityBatch: "ChangeMessageVisibility",
};

interface Uncalled {
  readonly command: string;
  readonly by: readonly DeployedFunctionName[];
  /** What brings it along, and why nothing there calls it. */
  readonly why: string;
}

/** In a bundle, and beyond its role. A command that is here and in no such bundle fails too. */
const UNCALLED: readonly Uncalled[] = [
  { command: "DescribeEndpoints", by: DEPLOYED, why: "DynamoDB's client, for endpoint discovery, which is off" },
  {
    command: "BatchWriteItem",
    by: DEPLOYED,
    why: "`flags.create`, which `flags import` calls, on somebody's own machine",
  },
  {
    command: "Scan",
    by: ["start-run", "sweep", "withdraw", "cleanup"],
    why: "`all` of identities and flags, for screens",
  },
  {
    command: "DeleteItem",
    by: ["sweep", "withdraw", "request", "cleanup", "digest"],
    why: "`flags.take` is the command line's, and start-run alone lifts what stops a workspace",
  },
  {
    command: "ChangeMessageVisibility",
    by: ["start-run", "request"],
    why: "`hide` of a queue, which nothing feeds them",
  },
  { command: "SendMessageBatch", by: ["withdraw"], why: "`send` of a queue: withdraw puts off and sends nothing" },
  { command: "GetSecretValue", by: ["request"], why: "the client of Edges, which a request never calls" },
  { command: "PutItem", by: ["digest"], why: "the ledger's writes: the digest only reads" },
  { command: "UpdateItem", by: ["digest"], why: "the same" },
  { command: "CreateSession", by: ["digest"], why: "S3's client, for directory buckets, of which there is none" },
];

/** The SDK's commands that are in a bundle: esbuild keeps each one's name as a text beside its class. */
function commandsIn(text: string): readonly string[] {
  const found = text.matchAll(/class(?: [\w$]+)? extends [\w$]+\([^"()]*"([A-Z][A-Za-z]+)",/g);
  return [...new Set([...found].map(([, name = ""]) => name))].sort();
}
