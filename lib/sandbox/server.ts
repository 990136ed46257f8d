import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { handleAdmin } from "./admin.ts";
import type { Answer } from "./answer.ts";
import type { ApiRequest } from "./api.ts";
import { type AssembledSandbox, assembleSandbox, type SandboxOptions } from "./assemble.ts";

/** Never further out than the machine itself: the sandbox's admin asks for no key. */
const HOST = "127.0.0.1";
/** A live call is some hundred bytes; a list of faults some thousand. */
const LARGEST_BODY_BYTES = 1024 * 1024;

export interface SandboxServerOptions extends SandboxOptions {
  /** Default 0: any free one. */
  readonly port?: number | undefined;
}

/** A running stand-in for the vendor's API. */
export interface Sandbox extends Omit<AssembledSandbox, "api"> {
  /** What `EDGES_BASE_URL` is to be, ending in `/v1`. The admin is beside it, under `/admin`. */
  readonly url: string;
  readonly port: number;
  /** Answers a request of this process as the server would, without a connection. Never rejects. */
  handle(request: ApiRequest): Promise<Answer>;
  /** Stops listening, ends every connection and closes the data file. Calls under way take no effect any more. */
  close(): Promise<void>;
}

/**
 * Starts a sandbox on this machine. Throws an error of one line, with what to do about it, when the port is taken, the
 * data file cannot be read or the options do not fit.
 */
export async function startSandbox(options: SandboxServerOptions = {}): Promise<Sandbox> {
  let origin = `http://${HOST}`;
  const sandbox = assembleSandbox(options, () => origin);
  const server = createServer((request, response) => {
    // Whatever goes wrong in `serve` has been told to the caller there.
    void serve(sandbox, request, response);
  });
  let port: number;
  try {
    port = await listen(server, options.port ?? 0);
  } catch (error) {
    sandbox.close();
    throw error;
  }
  origin = `http://${HOST}:${port}`;
  const { api: _, ...parts } = sandbox;
  const handle = (request: ApiRequest) => answerTo(sandbox, request);
  return { ...parts, url: `${origin}/v1`, port, handle, close: () => stop(server, sandbox) };
}

async function serve(sandbox: AssembledSandbox, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = "GET", url: path = "/", headers } = request;
  try {
    const body = await readBody(request);
    send(response, await answerTo(sandbox, { method, path, headers, body }));
  } catch (error) {
    send(response, dated(failed(error), sandbox.clock.now()));
  }
}

async function answerTo(sandbox: AssembledSandbox, request: ApiRequest): Promise<Answer> {
  let answer: Answer;
  try {
    const isAdmin = request.path.startsWith("/admin/");
    answer = isAdmin ? handleAdmin(sandbox, request) : await sandbox.api.handle(request);
  } catch (error) {
    answer = failed(error);
  }
  return dated(answer, sandbox.clock.now());
}

/** To the caller it is a failure of the vendor's; the text is for whoever reads the answer by hand. */
function failed(error: unknown): Answer {
  const body = error instanceof Error ? error.message : String(error);
  return { dropped: false, status: 500, headers: { "content-type": "text/plain" }, body };
}

/** The sandbox's own time. The clock that it lives by may run days ahead of the machine's, which Node would put here. */
function dated(answer: Answer, now: number): Answer {
  return answer.dropped ? answer : { ...answer, headers: { ...answer.headers, date: new Date(now).toUTCString() } };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > LARGEST_BODY_BYTES) throw new Error(`The body has more than ${LARGEST_BODY_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer.dropped) {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, { ...answer.headers, "content-length": Buffer.byteLength(answer.body) });
  response.end(answer.body);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" ? portTaken(port, error) : error);
    });
    server.listen(port, HOST, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function portTaken(port: number, cause: Error): Error {
  return new Error(
    `The sandbox cannot listen on ${HOST}:${port}: the port is taken. Choose another one, or stop what runs there.`,
    { cause },
  );
}

async function stop(server: Server, sandbox: AssembledSandbox): Promise<void> {
  // A request whose fault has the sandbox stopped is about to be answered: its caller shall hear of it.
  await new Promise((answered) => setImmediate(answered));
  await new Promise<void>((resolve) => {
    // A second close finds the server closed already, which is what was wanted.
    server.close(() => resolve());
    server.closeAllConnections();
    sandbox.close();
  });
}
