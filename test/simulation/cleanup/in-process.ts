import { Dispatcher } from "undici";
import type { Api } from "../../../lib/sandbox/api.ts";

/** The sandbox behind the real HTTP client, without a network and without a wait. */
export class InProcess extends Dispatcher {
  readonly #api: Api;
  readonly #now: () => number;

  constructor(api: Api, now: () => number) {
    super();
    this.#api = api;
    this.#now = now;
  }

  override dispatch({ method, path, headers, body }: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler) {
    handler.onConnect?.(() => {});
    const key = new Map<string, unknown>(Object.entries(headers ?? {})).get("X-API-Key");
    const request = { method, path, headers: { "x-api-key": String(key) }, body: typeof body === "string" ? body : "" };
    this.#api.handle(request).then(
      (answer) => {
        if (answer.dropped) {
          handler.onError?.(Object.assign(new Error("dropped"), { code: "UND_ERR_SOCKET" }));
          return;
        }
        const dated = { ...answer.headers, date: new Date(this.#now()).toUTCString() };
        const raw = Object.entries(dated).flat();
        handler.onHeaders?.(
          answer.status,
          raw.map((text) => Buffer.from(text)),
          () => {},
          "",
        );
        handler.onData?.(Buffer.from(answer.body));
        handler.onComplete?.([]);
      },
      (error: unknown) => handler.onError?.(error instanceof Error ? error : new Error(String(error))),
    );
    return true;
  }
}
