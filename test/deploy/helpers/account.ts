import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** An AWS account as far as a deployment looks at it first. */
export interface Account {
  readonly url: string;
  /** Null: not bootstrapped. `"denied"`: the caller may not look. */
  bootstrap: string | null;
  /** By name. */
  readonly stacks: Map<string, string>;
  /** Whether STS takes the credentials. */
  signedIn: boolean;
  mayDescribeStacks: boolean;
  /** By action, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

export const ACCOUNT_ID = "123456789012";

/** STS, SSM and CloudFormation over HTTP, with the errors that AWS documents. */
export async function startAccount(): Promise<Account> {
  const account = {
    url: "",
    bootstrap: "27" as string | null,
    stacks: new Map<string, string>(),
    signedIn: true,
    mayDescribeStacks: true,
    asked: [] as string[],
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      const target = request.headers["x-amz-target"];
      const [action, answer] =
        typeof target === "string" ? parameterAnswer(account, target, body) : queryAnswer(account, body);
      account.asked.push(action);
      response.writeHead(answer.status, { "content-type": answer.type }).end(answer.text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  account.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return account;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

function parameterAnswer({ bootstrap }: Pick<Account, "bootstrap">, target: string, body: string): [string, Answer] {
  const type = "application/x-amz-json-1.1";
  const failed = (name: string) => ({ status: 400, type, text: JSON.stringify({ __type: name, message: name }) });
  const action = `${target.split(".").at(-1)} ${JSON.parse(body).Name}`;
  if (bootstrap === null) return [action, failed("ParameterNotFound")];
  if (bootstrap === "denied") return [action, failed("AccessDeniedException")];
  return [action, { status: 200, type, text: JSON.stringify({ Parameter: { Value: bootstrap } }) }];
}

function queryAnswer(account: Account, body: string): [string, Answer] {
  const fields = new URLSearchParams(body);
  const action = String(fields.get("Action"));
  const type = "text/xml";
  const failed = (status: number, code: string, message: string) => ({
    status,
    type,
    text: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  });
  const done = (result: string) => ({
    status: 200,
    type,
    text: `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`,
  });
  if (action === "GetCallerIdentity") {
    if (!account.signedIn)
      return [action, failed(403, "ExpiredToken", "The security token included in the request is expired")];
    const arn = `arn:aws:sts::${ACCOUNT_ID}:assumed-role/deployer/me`;
    return [action, done(`<Account>${ACCOUNT_ID}</Account><Arn>${arn}</Arn><UserId>x</UserId>`)];
  }
  const name = String(fields.get("StackName"));
  const status = account.stacks.get(name);
  const asked = `${action} ${name}`;
  if (!account.mayDescribeStacks) return [asked, failed(403, "AccessDenied", "not authorized")];
  if (status === undefined) return [asked, failed(400, "ValidationError", `Stack with id ${name} does not exist`)];
  const member = `<member><StackName>${name}</StackName><StackStatus>${status}</StackStatus><CreationTime>2026-11-01T00:00:00Z</CreationTime></member>`;
  return [asked, done(`<Stacks>${member}</Stacks>`)];
}
