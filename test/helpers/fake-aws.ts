import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What an object was put with. */
export interface StoredObject {
  readonly body: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** S3 and SNS as far as the digest asks them, over HTTP. */
export interface FakeAws {
  readonly url: string;
  /** By `/bucket/key`, every version, oldest first. */
  readonly objects: ReadonlyMap<string, readonly StoredObject[]>;
  /** The fields of every `Publish`. */
  readonly published: readonly Readonly<Record<string, string>>[];
  /** Every request, `METHOD /path` without its query. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/**
 * On 127.0.0.1, any free port. Objects are given out to a presigned link alone, and only until it ends by `now`; whether
 * its signature is right is not checked.
 */
export async function startFakeAws(now: () => Date): Promise<FakeAws> {
  const objects = new Map<string, StoredObject[]>();
  const published: Record<string, string>[] = [];
  const requests: string[] = [];
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://fake");
    const body = await bodyOf(request);
    requests.push(`${request.method} ${pathname}`);
    if (request.method === "PUT") {
      objects.set(pathname, [...(objects.get(pathname) ?? []), { body, headers: request.headers }]);
      response.writeHead(200, { etag: '"fake"' }).end();
    } else if (request.method === "POST" && pathname === "/") {
      published.push(Object.fromEntries(new URLSearchParams(body)));
      response.writeHead(200, { "content-type": "text/xml" }).end(PUBLISHED);
    } else {
      const stored = objects.get(pathname)?.at(-1);
      if (stored === undefined || !isOpen(searchParams, now())) response.writeHead(403).end();
      else response.writeHead(200, { "content-type": String(stored.headers["content-type"]) }).end(stored.body);
    }
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    objects,
    published,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const PUBLISHED = "<PublishResponse><PublishResult><MessageId>fake</MessageId></PublishResult></PublishResponse>";

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function isOpen(query: URLSearchParams, now: Date): boolean {
  const [, date, time] = /^(\d{8})T(\d{6})Z$/.exec(query.get("X-Amz-Date") ?? "") ?? [];
  if (date === undefined || time === undefined || query.get("X-Amz-Signature") === null) return false;
  const iso = `${date.replace(/(....)(..)(..)/, "$1-$2-$3")}T${time.replace(/(..)(..)(..)/, "$1:$2:$3")}Z`;
  return now.getTime() <= Date.parse(iso) + Number(query.get("X-Amz-Expires")) * 1_000;
}
