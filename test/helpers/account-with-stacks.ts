import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface FakeStack {
  readonly region: string;
  readonly outputs: Readonly<Record<string, string>>;
}

export interface FakeParameter {
  readonly value: string;
  readonly version: number;
  readonly tier: "Standard" | "Advanced";
}

/** CloudFormation, SSM, Secrets Manager and the settings of tables, as the commands for a stack ask them, over HTTP. */
export interface FakeAccount {
  readonly url: string;
  /** By name; one that is taken out is gone. */
  readonly stacks: Map<string, FakeStack>;
  /** By `region name`. */
  readonly parameters: Map<string, FakeParameter>;
  /** By id; null for one without a value. */
  readonly secrets: Map<string, string | null>;
  /** Tables that are protected against deletion. */
  readonly protectedTables: Set<string>;
  /** Answered with "access denied": `ssm:PutParameter us-east-1`. */
  readonly denied: Set<string>;
  close(): Promise<void>;
}

export const ACCOUNT = "111122223333";

class AwsError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** On 127.0.0.1, any free port. All that is asked of tables but their settings goes on to `dynamo`. */
export async function startFakeAccount(dynamo: string): Promise<FakeAccount> {
  const stacks = new Map<string, FakeStack>();
  const parameters = new Map<string, FakeParameter>();
  const secrets = new Map<string, string | null>();
  const protectedTables = new Set<string>();
  const denied = new Set<string>();

  const actions: Readonly<Record<string, (input: Record<string, unknown>, region: string) => object>> = {
    "AmazonSSM.GetParameter": ({ Name }, region) => {
      const there = parameters.get(`${region} ${Name}`);
      if (there === undefined) throw new AwsError("ParameterNotFound", "");
      return { Parameter: { Name, Value: there.value, Version: there.version, Type: "String" } };
    },
    "AmazonSSM.PutParameter": ({ Name, Value, Overwrite, Tier, Type }, region) => {
      const [key, value] = [`${region} ${Name}`, String(Value)];
      const there = parameters.get(key);
      if (there !== undefined && Overwrite !== true) {
        throw new AwsError("ParameterAlreadyExists", "The parameter already exists.");
      }
      if (there === undefined && Type === undefined) throw new AwsError("ValidationException", "A type is needed.");
      const tier = tierOf(value, Tier === undefined ? "Standard" : String(Tier), there?.tier);
      const version = (there?.version ?? 0) + 1;
      parameters.set(key, { value, version, tier });
      return { Version: version, Tier: tier };
    },
    "AmazonSSM.DeleteParameter": ({ Name }, region) => {
      if (!parameters.delete(`${region} ${Name}`)) throw new AwsError("ParameterNotFound", "");
      return {};
    },
    "secretsmanager.GetSecretValue": ({ SecretId }) => {
      const SecretString = secrets.get(String(SecretId));
      if (typeof SecretString === "string") return { SecretString };
      throw new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret value");
    },
    "DynamoDB_20120810.DescribeTable": ({ TableName }) => ({
      Table: { TableName, DeletionProtectionEnabled: protectedTables.has(String(TableName)) },
    }),
    "DynamoDB_20120810.UpdateTable": ({ TableName, DeletionProtectionEnabled }) => {
      if (DeletionProtectionEnabled === true) protectedTables.add(String(TableName));
      return { TableDescription: { TableName } };
    },
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const [, region = "", service = ""] =
      /Credential=[^/]+\/\d{8}\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? "") ?? [];
    const target = String(request.headers["x-amz-target"] ?? "");
    const action = target === "" ? (new URLSearchParams(body).get("Action") ?? "") : target.split(".").at(-1);
    if (denied.has(`${service}:${action} ${region}`)) {
      const message = `User: arn:aws:iam::${ACCOUNT}:user/ana is not authorized to perform: ${service}:${action}`;
      send(response, target, new AwsError("AccessDeniedException", message));
    } else if (target === "") {
      const name = new URLSearchParams(body).get("StackName") ?? "";
      const stack = stacks.get(name);
      response.writeHead(stack?.region === region ? 200 : 400, { "content-type": "text/xml" });
      response.end(stack?.region === region ? describedXml(name, stack) : missingXml(name));
    } else if (target in actions) {
      try {
        send(response, target, actions[target]?.(JSON.parse(body), region) ?? {});
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        send(response, target, error);
      }
    } else await forward(dynamo, request, body, response);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    ...{ stacks, parameters, secrets, protectedTables, denied },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * As AWS documents it ("Managing parameter tiers"): a standard parameter holds 4 KB, an advanced one 8 KB and never becomes
 * a standard one again; Intelligent-Tiering chooses the lesser that will do. Left out, the account's default counts.
 */
function tierOf(value: string, asked: string, there: FakeParameter["tier"] | undefined): FakeParameter["tier"] {
  const bytes = Buffer.byteLength(value);
  if (bytes > 8_192) {
    throw new AwsError("ValidationException", "Advanced tier parameters support a maximum value of 8192 characters.");
  }
  const needed = asked === "Intelligent-Tiering" ? (bytes > 4_096 ? "Advanced" : (there ?? "Standard")) : asked;
  if (needed === "Standard" && there === "Advanced") {
    throw new AwsError(
      "ValidationException",
      "This parameter uses the advanced-parameter tier. You can't downgrade it.",
    );
  }
  if (needed === "Standard" && bytes > 4_096) {
    const words = "Standard tier parameters support a maximum parameter value of 4096 characters.";
    throw new AwsError("ValidationException", words);
  }
  return needed === "Advanced" ? "Advanced" : "Standard";
}

function send(response: ServerResponse, target: string, answer: object): void {
  const version = target.startsWith("DynamoDB") ? "1.0" : "1.1";
  const error = answer instanceof AwsError ? answer : null;
  response.writeHead(error === null ? 200 : 400, { "content-type": `application/x-amz-json-${version}` });
  response.end(JSON.stringify(error === null ? answer : { __type: error.code, message: error.message }));
}

async function forward(to: string, request: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
  const { host: _host, "content-length": _length, connection: _connection, ...headers } = request.headers;
  const answer = await fetch(to, { method: "POST", headers: headers as Record<string, string>, body });
  const type = answer.headers.get("content-type") ?? "";
  response.writeHead(answer.status, { "content-type": type });
  response.end(await answer.text());
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const describedXml = (name: string, { region, outputs }: FakeStack): string =>
  [
    "<DescribeStacksResponse><DescribeStacksResult><Stacks><member>",
    `<StackName>${name}</StackName><StackStatus>CREATE_COMPLETE</StackStatus>`,
    `<StackId>arn:aws:cloudformation:${region}:${ACCOUNT}:stack/${name}/6a0e2f80-0001-11f1-8000-0a0000000000</StackId>`,
    "<CreationTime>2026-11-02T09:00:00Z</CreationTime><Outputs>",
    ...Object.entries(outputs).map(
      ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
    ),
    "</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>",
  ].join("");

const missingXml = (name: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id ${name} does not exist</Message></Error></ErrorResponse>`;
