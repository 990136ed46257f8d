import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { DAY_MS } from "../../lib/domain/time.ts";
import { clockLeadFile, readClockLead } from "../../lib/local/clock-lead.ts";
import type { DataLayout } from "../../lib/local/data-layout.ts";
import type { Answer } from "../../lib/sandbox/answer.ts";
import { type AssembledSandbox, assembleSandbox } from "../../lib/sandbox/assemble.ts";
import type { FaultSpec } from "../../lib/sandbox/faults.ts";
import type { WorldIdentitySpec } from "../../lib/sandbox/identity-spec.ts";
import type { FateModel } from "../../lib/sandbox/truth.ts";

/** A Monday, and later than any day these tests run on: the kept lead of a clock is never negative. */
const EPOCH = new Date("2036-11-03T09:00:00.000Z");
/** The vendor's guide: about 60 s between risky actions. The sandbox counts anything closer as a violation. */
const GAP_SECONDS = 60;

const SLUGS = { withdraw: "linkedin-withdraw-invitation", list: "linkedin-extract-sent-invitations" } as const;

export interface OutsideOptions {
  readonly identities: readonly WorldIdentitySpec[];
  readonly fates: FateModel;
  readonly faults?: readonly FaultSpec[];
  /** Default 7. */
  readonly seed?: number;
  /** Days from the moment at which the backlog stands as specified until now. Default 0. */
  readonly daysLater?: number;
}

/** A call that is not answered. */
export interface Interruption {
  readonly action: "withdraw" | "list";
  /** Which call of that action, from 1 and from now on. */
  readonly nth: number;
  /** Whether the sandbox carries the call out first. */
  readonly effect: boolean;
  /** Runs while the caller waits for its answer, which never comes. */
  readonly meanwhile: () => void;
}

/** Everything beyond the process that is killed: the sandbox of the API, over HTTP, in this process. */
export interface Outside {
  readonly sandbox: AssembledSandbox;
  /** Where callers reach it. */
  readonly edges: { readonly url: string; readonly apiKey: string };
  now(): number;
  /** Resolves once the caller of that call is gone: its connection has been closed from its side. */
  interrupt(interruption: Interruption): Promise<void>;
  /** Calls that were interrupted so far. */
  interrupted(): number;
  close(): Promise<void>;
}

/** The clock is the machine's with the lead that the killed processes keep in their data folder. */
export async function openOutside(folder: DataLayout, options: OutsideOptions): Promise<Outside> {
  const { daysLater = 0, seed = 7, ...world } = options;
  const lead = clockLeadFile(folder);
  lead.keep(EPOCH.getTime() + daysLater * DAY_MS - Date.now());
  lead.close();
  const now = () => Date.now() + readClockLead(folder);
  let origin = "";
  const sandbox = assembleSandbox(
    {
      ...{ ...world, seed, epoch: EPOCH, minGapSeconds: GAP_SECONDS, sharedPeopleShare: 0 },
      clock: { now, sleep: () => Promise.reject(new Error("nothing in these worlds takes time")) },
    },
    () => origin,
  );
  let waiting: (Interruption & { readonly gone: () => void; left: number })[] = [];
  let interrupted = 0;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const ofThisAction = waiting.filter(({ action }) => request.url?.includes(SLUGS[action]));
    for (const one of ofThisAction) one.left -= 1;
    const due = ofThisAction.find(({ left }) => left === 0);
    if (due !== undefined) {
      waiting = waiting.filter((one) => one !== due);
      interrupted += 1;
      request.socket.once("close", due.gone);
    }
    const body = await bodyOf(request);
    const { method = "GET", url: path = "/", headers } = request;
    const answer = due?.effect === false ? null : await sandbox.api.handle({ method, path, headers, body });
    // By the clock of this world, not by the machine's, which Node would put there.
    response.setHeader("date", new Date(now()).toUTCString());
    if (due !== undefined) due.meanwhile();
    else if (answer !== null) send(answer, response);
  }

  const server = createServer((request, response) => {
    // Nothing but a caller that is gone can go wrong in it.
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    sandbox,
    edges: { url: `${origin}/v1`, apiKey: sandbox.apiKey },
    now,
    interrupted: () => interrupted,
    interrupt: (interruption) =>
      new Promise((gone) => void waiting.push({ ...interruption, gone, left: interruption.nth })),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      sandbox.close();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function send(answer: Answer, response: ServerResponse): void {
  if (answer.dropped) {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, { ...answer.headers, "content-length": Buffer.byteLength(answer.body) });
  response.end(answer.body);
}
