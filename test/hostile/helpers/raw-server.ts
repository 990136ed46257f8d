import { type AddressInfo, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export interface RawServer {
  readonly baseUrl: string;
  /** The first line of every request that arrived, such as `POST /v1/… HTTP/1.1`. */
  readonly requests: readonly string[];
}

/** A socket that answers every request with whatever `answer` writes to it: no HTTP library stands between. */
export async function rawServer(answer: (socket: Socket) => void): Promise<RawServer> {
  const requests: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    // The other side hangs up in the middle, which is what it ought to do.
    socket.on("error", () => {});
    let received = "";
    socket.on("data", (chunk: Buffer) => {
      received += chunk.toString("latin1");
      const end = received.indexOf("\r\n\r\n");
      if (end === -1) return;
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
      if (received.length < end + 4 + length) return;
      requests.push(received.slice(0, received.indexOf("\r\n")));
      received = "";
      answer(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    for (const socket of open) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, requests };
}

/** A whole answer in one piece, after which the connection ends. */
export function wholeAnswer(head: string, body: string | Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`, "latin1"), Buffer.from(body)]);
}

/** Writes piece after piece for as long as somebody takes them; answers how many bytes were handed over. */
export function endless(socket: Socket, head: string, piece: Buffer | string): () => number {
  let bytes = 0;
  const text = Buffer.from(piece);
  socket.write(head);
  const more = () => {
    if (socket.destroyed) return;
    bytes += text.length;
    socket.write(text, (error) => (error ? undefined : setImmediate(more)));
  };
  more();
  return () => bytes;
}
