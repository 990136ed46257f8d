import { channel } from "node:diagnostics_channel";
import type { EmulatorAnswer, EmulatorRequest } from "./in-process-requests.ts";
import { LOCAL_AWS } from "./local-aws.ts";

interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  headers: Record<string, string>;
  readonly body?: unknown;
}

/**
 * What Node tells of requests over a connection, told of those without one: `{ request }` when it comes in and when it is
 * answered. For who numbers the steps of a process.
 */
export const EMULATOR_REQUEST_START = "invite-sweeper:emulator.request.start";
export const EMULATOR_RESPONSE_FINISH = "invite-sweeper:emulator.response.finish";
const started = channel(EMULATOR_REQUEST_START);
const finished = channel(EMULATOR_RESPONSE_FINISH);

/**
 * Settings of an AWS client whose requests an emulator of this process answers: without a connection, and without a
 * signature, which an emulator asks for and does not check.
 */
export function inProcessClient(
  service: "dynamodb" | "sqs",
  endpoint: string,
  answer: (request: EmulatorRequest) => Promise<EmulatorAnswer>,
) {
  const scope = `${LOCAL_AWS.credentials.accessKeyId}/20200101/${LOCAL_AWS.region}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`;
  return {
    ...LOCAL_AWS,
    endpoint,
    signer: {
      async sign<Request>(request: Request): Promise<Request> {
        const { headers } = request as unknown as SdkRequest;
        headers.authorization = authorization;
        headers["x-amz-date"] = "20200101T000000Z";
        return request;
      },
    },
    requestHandler: {
      async handle(request: SdkRequest) {
        const { method, path, headers, body = "" } = request;
        started.publish({ request });
        const response = await answer({ method, url: path, headers, body: textOf(body) });
        finished.publish({ request });
        return { response };
      },
    },
  };
}

function textOf(body: unknown): string {
  if (typeof body === "string") return body;
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  throw new TypeError("a request to an emulator has no stream for a body");
}
