import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

interface RecordedRequest {
  readonly method: string;
  /** Path and query string, as on the wire. */
  readonly target: string;
  /** Names and values as on the wire, in their order. */
  readonly rawHeaders: readonly string[];
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** How one request is answered. */
export type Step = (response: ServerResponse, request: RecordedRequest) => void;

export interface ScriptedServer {
  /** `http://127.0.0.1:<port>/v1` */
  readonly baseUrl: string;
  readonly requests: readonly RecordedRequest[];
}

/**
 * A real HTTP server that answers request after request with the script's steps. A request past the script's end
 * gets a 599, which no test expects. Closed when the test is over.
 */
export async function scriptedServer(...script: Step[]): Promise<ScriptedServer> {
  return serve((index) => script[index] ?? text(599, "past the end of the script"));
}

/** A server that answers every request with the same step, however many come. */
export async function constantServer(step: Step): Promise<ScriptedServer> {
  return serve(() => step);
}

async function serve(stepAt: (index: number) => Step): Promise<ScriptedServer> {
  const requests: RecordedRequest[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const request = record(incoming, Buffer.concat(chunks));
      requests.push(request);
      stepAt(requests.length - 1)(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const { port } = server.address() as AddressInfo;
  return { baseUrl: `http://127.0.0.1:${port}/v1`, requests };
}

function record(incoming: IncomingMessage, body: Buffer): RecordedRequest {
  return {
    method: incoming.method ?? "",
    target: incoming.url ?? "",
    rawHeaders: incoming.rawHeaders,
    headers: incoming.headers,
    body: body.toString("utf8"),
  };
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Step {
  return text(status, JSON.stringify(body), { "content-type": "application/json", ...headers });
}

export function text(status: number, body: string, headers: Record<string, string> = {}): Step {
  return (response) => response.writeHead(status, headers).end(body);
}

/** Closes the connection without a byte of answer. */
export const drop: Step = (response) => {
  response.socket?.destroy();
};

/** Sends half an answer, then closes the connection. */
export const dropHalfWay: Step = (response) => {
  response.writeHead(200, { "content-length": "1000" });
  response.write('[{"linkedin_invitation_id":', () => response.socket?.destroy());
};

/** Never answers. */
export const silence: Step = () => {};

/** Headers at once, then one space after another for as long as somebody listens. */
export const drip: Step = (response) => {
  response.writeHead(200, { "content-type": "application/json" });
  const timer = setInterval(() => response.write(" "), 5);
  response.on("close", () => clearInterval(timer));
};

/** Writes without end; `onCut` is told when the other side has had enough. */
export function flood(onCut: () => void): Step {
  return (response) => {
    response.on("close", onCut);
    response.writeHead(200, { "content-type": "application/json" });
    const chunk = Buffer.alloc(256 * 1024, " ");
    const more = () => {
      if (!response.destroyed) response.write(chunk, (error) => (error ? undefined : more()));
    };
    more();
  };
}
