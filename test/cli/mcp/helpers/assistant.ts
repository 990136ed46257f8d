import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { ElicitRequestSchema, type ElicitResult } from "@modelcontextprotocol/sdk/types.js";
import type { Io } from "../../../../lib/cli/io.ts";
import { createMcpServer } from "../../../../lib/cli/mcp/server.ts";
import { startSandbox } from "../../../../lib/sandbox/server.ts";
import { afterEveryTest } from "../../../helpers/clean-up.ts";
import { sweeper, temporaryFolder } from "../../../helpers/command-line.ts";
import { partsOfTests } from "../../../helpers/memory-folders.ts";
import { account, NOBODY_ANSWERS } from "../../../helpers/test-bed.ts";

/** What the person behind the client does with a question; null: the client cannot ask. */
export type Person = ((message: string) => ElicitResult | Promise<ElicitResult>) | null;

export const YES: Person = () => ({ action: "accept", content: { confirm: true } });

export interface Answered {
  readonly isError: boolean;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: each test says what it expects of it
  readonly value: any;
}

/** A client of the SDK's own, connected over `transport`, with all that a person was asked. */
export async function connectClient(transport: Transport, person: Person) {
  const asked: string[] = [];
  const client = new Client(
    { name: "test", version: "1" },
    { capabilities: person === null ? {} : { elicitation: {} } },
  );
  if (person !== null) {
    client.setRequestHandler(ElicitRequestSchema, async ({ params }) => {
      asked.push(params.message);
      return person(params.message);
    });
  }
  await client.connect(transport);
  const call = async (name: string, input: Record<string, unknown> = {}): Promise<Answered> => {
    const result = await client.callTool({ name, arguments: input });
    const [content] = result.content as { readonly text: string }[];
    return { isError: result.isError === true, text: content?.text ?? "", value: result.structuredContent };
  };
  return { client, asked, call };
}

/** The server in this process, on the sandbox of a data folder, on the API that `env` names, or on a stack. */
export async function assistantOn(
  data: string,
  {
    person = YES,
    env = {},
    stack,
  }: { readonly person?: Person; readonly env?: Io["env"]; readonly stack?: string } = {},
) {
  const edges = env.EDGES_BASE_URL === undefined && stack === undefined ? "sandbox" : "real";
  const said: string[] = [];
  const io: Io = {
    env,
    parts: partsOfTests(),
    out: (text) => void said.push(`OUT ${text}`),
    err: (text) => void said.push(text),
    progress: () => {},
    ...{ interactive: false, columns: null, rows: null },
    confirm: async () => false,
    ask: async () => "",
    onInterrupt: () => () => {},
  };
  const again = stack === undefined ? ` --data ${data}` : ` --stack ${stack}`;
  const options = {
    data,
    edges,
    target: `the ${edges} one`,
    again,
    ...(stack === undefined ? {} : { stack }),
  } as const;
  const { server, end } = createMcpServer(options, io);
  const [here, there] = InMemoryTransport.createLinkedPair();
  await server.connect(here);
  const assistant = await connectClient(there, person);
  closing.push(() => assistant.client.close());
  return { ...assistant, end, said };
}

/** An API of its own with one identity and thirty young pending invitations, swept once by a dry run into a fresh data folder. */
export async function sweptWorld() {
  const sandbox = await startSandbox({
    seed: 3,
    identities: [account({ backlog: 30, backlogDays: 15 })],
    fates: NOBODY_ANSWERS,
  });
  closing.push(() => sandbox.close());
  const env = { EDGES_BASE_URL: sandbox.url, EDGES_API_KEY: sandbox.apiKey };
  const data = temporaryFolder();
  const run = (...argv: string[]) => sweeper([...argv, "--edges", "real", "--data", data], { env });
  await run("run");
  const calls = (action: string) => sandbox.world.calls().filter((one) => one.action === action).length;
  return { sandbox, env, data, run, calls };
}

const closing: (() => Promise<void>)[] = [];
afterEveryTest(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
