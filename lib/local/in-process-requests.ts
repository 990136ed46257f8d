import { EventEmitter } from "node:events";
import type { Server } from "node:http";

/** A request of an AWS client, as far as an emulator looks at it. */
export interface EmulatorRequest {
  readonly method: string;
  /** With its query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface EmulatorAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * Hands a request to whoever listens to `server`, as if it had come over a connection, and answers with what is sent back.
 * What it costs less is the connection, which is most of a small request. The server knows of no such request when it
 * closes: whoever closes it waits for them.
 */
export function requestInProcess(server: Server, { method, url, headers, body }: EmulatorRequest) {
  return new Promise<EmulatorAnswer>((resolve) => {
    const request = Object.assign(new EventEmitter(), { method, url, headers });
    const response = new InProcessResponse(resolve);
    server.emit("request", request, response);
    request.emit("data", Buffer.from(body));
    request.emit("end");
  });
}

/** What a handler does with Node's own response, where it sends all at once. */
class InProcessResponse extends EventEmitter {
  statusCode = 200;
  readonly #headers: Record<string, string> = {};
  readonly #answer: (answer: EmulatorAnswer) => void;

  constructor(answer: (answer: EmulatorAnswer) => void) {
    super();
    this.#answer = answer;
  }

  setHeader(name: string, value: number | string): void {
    this.#headers[name.toLowerCase()] = String(value);
  }

  end(body = ""): void {
    this.emit("finish");
    this.#answer({ statusCode: this.statusCode, headers: this.#headers, body: Buffer.from(body) });
  }
}
