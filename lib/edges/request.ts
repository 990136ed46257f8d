import { type Dispatcher, request } from "undici";
import { readJson } from "./json.ts";

/** A page of 100 invitations is about 60 kB; whatever is larger than this is not an answer to one of our calls. */
const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

export interface EdgesRequest {
  readonly method: "POST" | "GET";
  readonly address: URL;
  /** JSON text, sent as it is. Null: no body. */
  readonly body: string | null;
}

interface ExchangeOptions {
  readonly dispatcher: Dispatcher;
  readonly apiKey: string;
  /** For connecting, headers and body together, in milliseconds. */
  readonly timeoutMs: number;
}

/** A body that is not JSON still leaves a status behind, and a 401 or a 429 means what it means in any format. */
type AnswerBody = { readonly json: unknown } | { readonly unreadable: string };

export type Exchange =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly headers: Dispatcher.ResponseData["headers"];
      readonly body: AnswerBody;
    }
  | { readonly kind: "unanswered"; readonly why: string };

/**
 * One request and its answer. Never throws, never repeats, never follows a redirect (undici's `request` leaves a 3xx
 * as it is, so the key cannot travel to another host). What goes wrong underway is told in words of ours: the
 * transport's own errors are dropped here, because they may quote headers.
 */
export async function exchange(call: EdgesRequest, options: ExchangeOptions): Promise<Exchange> {
  const signal = AbortSignal.timeout(options.timeoutMs);
  try {
    const answer = await beforeTimeout(
      request(call.address, {
        method: call.method,
        headers: headersOf(call, options.apiKey),
        body: call.body,
        signal,
        dispatcher: options.dispatcher,
      }),
      signal,
    );
    const body = await readBody(answer.body, (error) => whyOf(error, signal, options.timeoutMs));
    return { kind: "answered", status: answer.statusCode, headers: answer.headers, body };
  } catch (error) {
    return { kind: "unanswered", why: whyOf(error, signal, options.timeoutMs) };
  }
}

function headersOf(call: EdgesRequest, apiKey: string): Record<string, string> {
  const headers = { "X-API-Key": apiKey, accept: "application/json" };
  return call.body === null ? headers : { ...headers, "content-type": "application/json" };
}

/** undici heeds the signal only from the moment a connection stands, so a connection that hangs is cut short here. */
function beforeTimeout<T>(pending: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    pending.then(resolve, reject);
  });
}

async function readBody(stream: AsyncIterable<Buffer>, whyBroken: (error: unknown) => string): Promise<AnswerBody> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      bytes += chunk.length;
      // Leaving the loop destroys the stream, and the connection with it: the rest is never read.
      if (bytes > BODY_LIMIT_BYTES) return { unreadable: "answer larger than 8 MiB" };
      chunks.push(chunk);
    }
  } catch (error) {
    return { unreadable: `${whyBroken(error)} in the middle of the answer` };
  }
  return parseJson(Buffer.concat(chunks));
}

function parseJson(bytes: Buffer): AnswerBody {
  try {
    return { json: readJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) };
  } catch {
    return { unreadable: "answer is not JSON" };
  }
}

const DROPPED = new Set(["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"]);

function whyOf(error: unknown, signal: AbortSignal, timeoutMs: number): string {
  if (signal.aborted) return `timed out after ${timeoutMs / 1000} s`;
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (typeof code !== "string" || !/^[A-Z0-9_]{1,64}$/.test(code)) return "connection failed";
  return DROPPED.has(code) ? "connection dropped" : `connection failed (${code})`;
}
