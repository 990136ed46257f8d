import { ApiKeyError } from "../../domain/api-key-error.ts";
import { endpoint, readBase } from "../../edges/address.ts";
import { createClockWatch } from "../../edges/clock-watch.ts";
import { readIdentity } from "../../edges/identity.ts";
import { readList } from "../../edges/tries.ts";
import { Agent } from "../../edges/undici.ts";
import { remedyOfFailure } from "../unfinished/remedies.ts";
import { type Check, green, red, yellow } from "./check.ts";
import { isDenied, oneLine } from "./look.ts";

const TIMEOUT_MS = 20_000;
/** The whole list takes a workspace with many identities minutes; its first page tells as much of the key. */
const FIRST_PAGE = "/identities?page=1";

/**
 * Whether the API takes the key: the first page of the identities, which costs one call and touches nobody's account.
 *
 * @throws what refuses the caller the key
 */
export async function edgesCheck(baseUrl: string, apiKey: () => Promise<string>): Promise<Check> {
  try {
    await apiKey();
  } catch (error) {
    if (!(error instanceof ApiKeyError) || isDenied(error)) throw error;
    return red("API key", oneLine(error.message), "put the key in; the functions have it within five minutes");
  }
  const { host } = new URL(baseUrl);
  const answer = await firstPage(baseUrl, apiKey);
  if (answer.ok) {
    const read = answer.items.filter((item) => readIdentity(item) !== null);
    if (read.length > 0) return green("API key", `accepted by ${host}`);
    if (answer.items.length === 0) {
      return yellow("API key", `accepted by ${host}, which knows no identity`, "connect LinkedIn accounts at Edges");
    }
    return red("API key", `${host} lists identities that cannot be read`, "ask Edges' support: its answer has changed");
  }
  const { failure } = answer;
  const why = `${failure.label ?? failure.why}${failure.status === null ? "" : ` (${failure.status})`}`;
  const refused = failure.status !== null && [401, 402, 403].includes(failure.status);
  return (refused ? red : yellow)("API key", `${host} answers ${oneLine(why)}`, remedyOfFailure(failure));
}

async function firstPage(baseUrl: string, apiKey: () => Promise<string>) {
  const dispatcher = new Agent({ connect: { timeout: TIMEOUT_MS } });
  const now = () => new Date();
  try {
    const base = readBase(baseUrl);
    const options = {
      ...{ base, apiKey, dispatcher, now, clockWatch: createClockWatch(now), timeoutMs: TIMEOUT_MS },
      ...{ sleep: async () => {}, random: Math.random, pageWaitMs: 0 },
    };
    return await readList(options, { method: "GET", address: endpoint(base, FIRST_PAGE), body: null }, 1);
  } finally {
    await dispatcher.close();
  }
}
