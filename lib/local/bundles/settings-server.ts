import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { PolicySource } from "../../settings/policy-source.ts";

/** Stands in for SSM and Secrets Manager, the two answers of theirs that the functions ask for. */
export interface SettingsServer {
  readonly url: string;
  close(): Promise<void>;
}

/** On 127.0.0.1, any free port. `policy` is read anew for every request. */
export async function startSettingsServer(policy: PolicySource, apiKey: string): Promise<SettingsServer> {
  const answers: Readonly<Record<string, () => Promise<unknown>>> = {
    "AmazonSSM.GetParameter": async () => {
      const { policy: document, version } = await policy.read();
      return { Parameter: { Value: JSON.stringify(document), Version: version, Type: "String" } };
    },
    "secretsmanager.GetSecretValue": async () => ({ SecretString: apiKey }),
  };
  const server = createServer((request, response) => {
    request.resume();
    const answer = answers[String(request.headers["x-amz-target"])];
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(body));
    };
    if (answer === undefined) {
      send(400, { __type: "UnknownOperationException", message: "not asked for by the functions" });
      return;
    }
    answer().then(
      (body) => send(200, body),
      (error: unknown) => send(400, { __type: "ParameterNotFound", message: String(error) }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
