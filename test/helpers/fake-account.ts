import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One request to AWS, `service:Action` as IAM names it. */
export interface AwsRequest {
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** The answer to an action: what the SDK is to read. */
export type AwsAnswer = (input: Readonly<Record<string, unknown>>) => unknown;

/** Thrown by an answer: an error of the service. */
export class AwsFailure extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message = code, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** An AWS account over HTTP, for `AWS_ENDPOINT_URL`: each service in its own protocol, with the answers a test gives. */
export interface FakeAccount {
  readonly url: string;
  /** Every request in its order. */
  readonly requests: readonly AwsRequest[];
  on(action: string, answer: AwsAnswer): void;
  /** From now on the caller may not do this. */
  deny(action: string): void;
  close(): Promise<void>;
}

const TARGETS: Readonly<Record<string, string>> = {
  AmazonSSM: "ssm",
  secretsmanager: "secretsmanager",
  DynamoDB_20120810: "dynamodb",
  AmazonSQS: "sqs",
  Logs_20140328: "logs",
  AWSEvents: "events",
  GraniteServiceVersion20100801: "cloudwatch",
};

const QUERY_VERSIONS: Readonly<Record<string, string>> = { "2010-05-15": "cloudformation", "2011-06-15": "sts" };

/**
 * On 127.0.0.1, any free port. `behind` are emulators that get what no answer is set for, by service: their tables and
 * queues are then as real as they are. What nobody answers is an error of its own, `NotInTheFake`.
 */
export async function startFakeAccount(behind: Readonly<Record<string, string>> = {}): Promise<FakeAccount> {
  const answers = new Map<string, AwsAnswer>();
  const denied = new Set<string>();
  const requests: AwsRequest[] = [];
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await bodyOf(request);
    const { action, input, protocol } = read(request, body);
    requests.push({ action, input });
    const [service = ""] = action.split(":");
    const answer = answers.get(action);
    try {
      if (denied.has(action)) throw new AwsFailure(DENIED[protocol], `not authorized to perform: ${action}`, 403);
      if (answer !== undefined) return send(response, protocol, action, answer(input));
      const emulator = behind[service];
      if (emulator === undefined) throw new AwsFailure("NotInTheFake", `nobody answers ${action}`);
      await forward(emulator, request, body, response);
    } catch (error) {
      if (!(error instanceof AwsFailure)) throw error;
      fail(response, protocol, error);
    }
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    on: (action, answer) => void answers.set(action, answer),
    deny: (action) => void denied.add(action),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Protocol = "json" | "query" | "rest";
const DENIED: Readonly<Record<Protocol, string>> = {
  json: "AccessDeniedException",
  query: "AccessDenied",
  rest: "AccessDeniedException",
};

function read(request: IncomingMessage, body: string): AwsRequest & { readonly protocol: Protocol } {
  const target = request.headers["x-amz-target"];
  if (typeof target === "string") {
    const [prefix = "", name = ""] = target.split(".");
    const input = JSON.parse(body === "" ? "{}" : body);
    return { action: `${TARGETS[prefix] ?? prefix}:${name}`, input, protocol: "json" };
  }
  if (request.headers["content-type"]?.includes("form-urlencoded")) {
    const input = Object.fromEntries(new URLSearchParams(body));
    const service = QUERY_VERSIONS[String(input.Version)] ?? "sns";
    return { action: `${service}:${input.Action}`, input, protocol: "query" };
  }
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://fake");
  const query = Object.fromEntries(searchParams);
  for (const [method, path, action] of REST) {
    const found = method === request.method ? path.exec(decodeURIComponent(pathname)) : null;
    if (found !== null) return { action, input: { ...query, ...found.groups, body }, protocol: "rest" };
  }
  return { action: `${request.method} ${pathname}`, input: query, protocol: "rest" };
}

const REST: readonly (readonly [method: string, path: RegExp, action: string])[] = [
  ["GET", /^\/2015-03-31\/functions\/(?<FunctionName>[^/]+)\/configuration$/, "lambda:GetFunctionConfiguration"],
  ["POST", /^\/2015-03-31\/functions\/(?<FunctionName>[^/]+)\/invocations$/, "lambda:InvokeFunction"],
  ["GET", /^\/2015-03-31\/event-source-mappings\/?$/, "lambda:ListEventSourceMappings"],
  ["GET", /^\/2016-08-19\/account-settings\/?$/, "lambda:GetAccountSettings"],
  ["GET", /^\/schedules\/(?<Name>.+)$/, "scheduler:GetSchedule"],
];

function send(response: ServerResponse, protocol: Protocol, action: string, answer: unknown): void {
  if (protocol === "query") {
    const name = action.split(":")[1] ?? "";
    const text = `<${name}Response><${name}Result>${xml(answer)}</${name}Result></${name}Response>`;
    response.writeHead(200, { "content-type": "text/xml" }).end(text);
    return;
  }
  const type = protocol === "json" ? "application/x-amz-json-1.1" : "application/json";
  response.writeHead(200, { "content-type": type }).end(JSON.stringify(answer));
}

function fail(response: ServerResponse, protocol: Protocol, { code, message, status }: AwsFailure): void {
  if (protocol === "query") {
    const text = `<ErrorResponse><Error>${xml({ Type: "Sender", Code: code, Message: message })}</Error></ErrorResponse>`;
    response.writeHead(status, { "content-type": "text/xml" }).end(text);
    return;
  }
  const headers = { "content-type": "application/json", "x-amzn-errortype": code };
  response.writeHead(status, headers).end(JSON.stringify({ __type: code, message }));
}

/** A value as the query protocol writes it: lists as `member`. */
function xml(value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => `<member>${xml(one)}</member>`).join("");
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "object" && value !== null) {
    return Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => `<${name}>${xml(inner)}</${name}>`)
      .join("");
  }
  return String(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

async function forward(to: string, request: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
  const headers: Record<string, string> = {};
  for (const name of ["x-amz-target", "content-type", "authorization", "x-amz-date"]) {
    const value = request.headers[name];
    if (typeof value === "string") headers[name] = value;
  }
  const answer = await fetch(new URL(request.url ?? "/", to), { method: request.method ?? "POST", headers, body });
  const type = answer.headers.get("content-type") ?? "application/x-amz-json-1.0";
  // Its checksum goes with the text that it was counted of.
  const crc = answer.headers.get("x-amz-crc32");
  response.writeHead(answer.status, { "content-type": type, ...(crc === null ? {} : { "x-amz-crc32": crc }) });
  response.end(Buffer.from(await answer.arrayBuffer()));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
