import { createHmac } from "node:crypto";
import { Agent, requestBy } from "../../edges/undici.ts";
import type { Destination, Sent } from "./delivery.ts";

const TRY_TIMEOUT_MS = 10_000;
const WORTH_ANOTHER_TRY = new Set([408, 429]);

/**
 * Posts each event, signed with an HMAC-SHA256 of the body. A redirect is not followed, so that no event goes where the
 * owner did not send it. The address stays out of every message: many webhooks have their secret in it.
 */
export function webhook(address: URL, secret: string, { timeoutMs = TRY_TIMEOUT_MS } = {}): Destination {
  const dispatcher = new Agent();
  return {
    tries: 5,
    async send({ id }, body, stopped) {
      const timeout = AbortSignal.timeout(timeoutMs);
      const signal = AbortSignal.any([stopped, timeout]);
      const headers = {
        "content-type": "application/json",
        "x-sweeper-event-id": id,
        "x-sweeper-signature": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
      };
      try {
        const posting = requestBy(dispatcher, address, { method: "POST", headers, body, signal });
        const answer = await unlessAborted(posting, signal);
        // Read so that the connection can be used again; what it says does not matter, nor whether it comes whole.
        await answer.body.dump({ limit: 65_536, signal }).catch(() => {});
        return judged(answer.statusCode);
      } catch (error) {
        return {
          kind: "failed",
          again: true,
          why: timeout.aborted ? `no answer in ${timeoutMs / 1000} s` : whyOf(error),
        };
      }
    },
    close: () => dispatcher.destroy(),
  };
}

function judged(status: number): Sent {
  if (status >= 200 && status < 300) return { kind: "sent" };
  const again = status >= 500 || WORTH_ANOTHER_TRY.has(status);
  return { kind: "failed", again, why: `the webhook answered ${status}` };
}

/** undici heeds the signal only from the moment a connection stands. */
function unlessAborted<T>(pending: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    pending.then(resolve, reject);
  });
}

function whyOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return typeof code === "string" && /^[A-Z0-9_]{1,64}$/.test(code)
    ? `the webhook could not be reached (${code})`
    : "the webhook could not be reached";
}
