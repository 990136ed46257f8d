import { Dispatcher } from "undici";
import type { Sandbox } from "../../sandbox/server.ts";

/** Hands the requests of the real HTTP client straight to a sandbox of this process, without a socket between them. */
export class SandboxDispatcher extends Dispatcher {
  readonly #sandbox: Pick<Sandbox, "handle">;

  constructor(sandbox: Pick<Sandbox, "handle">) {
    super();
    this.#sandbox = sandbox;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    let isOver = false;
    const end = (how: () => void): void => {
      if (isOver) return;
      isOver = true;
      how();
    };
    // The client gives up: whatever still comes is not heard.
    handler.onConnect?.((error) => end(() => handler.onError?.(error ?? new Error("given up"))));
    const { method, path, headers, body } = options;
    const request = { method, path, headers: inLowerCase(headers), body: typeof body === "string" ? body : "" };
    this.#sandbox.handle(request).then(
      (answer) =>
        end(() => {
          if (answer.dropped) {
            handler.onError?.(Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" }));
            return;
          }
          const raw = Object.entries(answer.headers).flat();
          handler.onHeaders?.(
            answer.status,
            raw.map((text) => Buffer.from(text)),
            () => {},
            "",
          );
          handler.onData?.(Buffer.from(answer.body));
          handler.onComplete?.([]);
        }),
      (error: unknown) => end(() => handler.onError?.(error instanceof Error ? error : new Error(String(error)))),
    );
    return true;
  }
}

/** The Edges client names its headers in an object. */
const inLowerCase = (headers: Dispatcher.DispatchOptions["headers"]): Record<string, string> =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]));
