import { ApiKeyError } from "../../domain/api-key-error.ts";
import { endpoint, readBase } from "../../edges/address.ts";
import { type EdgesIdentity, readIdentity } from "../../edges/identity.ts";
import { readList } from "../../edges/tries.ts";
import { Agent } from "../../edges/undici.ts";
import { remedyOfFailure } from "../unfinished/remedies.ts";
import { type Check, failing, ok, warning } from "./check.ts";
import { type ClockFound, clockCheck, createClockReading } from "./clock.ts";
import { identitiesCheck } from "./identities.ts";
import { isDenied, oneLine } from "./look.ts";

const TIMEOUT_MS = 20_000;
/**
 * The whole list takes a workspace with many identities minutes; its first page tells as much of the key. Without
 * `retrieve_accounts` every identity would look disconnected.
 */
const FIRST_PAGE = "/identities?retrieve_accounts=true&page=1";

/**
 * Whether the API takes the key, whose clock is wrong and who is connected: all by the first page of the identities,
 * which costs one call and touches nobody's account.
 *
 * @throws what refuses the caller the key
 */
export async function edgesChecks(baseUrl: string, apiKey: () => Promise<string>): Promise<readonly Check[]> {
  const fill = "put the key in; the functions have it within five minutes";
  try {
    await apiKey();
  } catch (error) {
    if (!(error instanceof ApiKeyError) || isDenied(error)) throw error;
    return withoutAnswer(failing("API key", oneLine(error.message), fill));
  }
  const { host } = new URL(baseUrl);
  const { answer, clock } = await firstPage(baseUrl, apiKey);
  if (answer.ok) {
    const read = answer.items.map(readIdentity).filter((one) => one !== null);
    return [
      keyTaken(host, answer.items.length, read),
      clockCheck(clock, host),
      identitiesCheck(read, answer.items.length - read.length, answer.nextPage !== null),
    ];
  }
  const { failure } = answer;
  const why = `${failure.label ?? failure.why}${failure.status === null ? "" : ` (${failure.status})`}`;
  const refused = failure.status !== null && [401, 402, 403].includes(failure.status);
  const refusal = (refused ? failing : warning)("API key", `${host} answers ${oneLine(why)}`, remedyOfFailure(failure));
  const [, , identities] = withoutAnswer(refusal);
  return [refusal, clockCheck(clock, host), identities];
}

/** What hangs on the key could not be looked at, and is not ok. */
export function withoutAnswer(key: Check): readonly [Check, Check, Check] {
  const not = (name: string) =>
    warning(name, "could not look: the API was not asked, or did not take the key", "see API key, then look again");
  return [key, not("clock"), not("identities")];
}

function keyTaken(host: string, listed: number, read: readonly EdgesIdentity[]): Check {
  if (listed === 0 || read.length > 0) return ok("API key", `accepted by ${host}`);
  return failing(
    "API key",
    `${host} lists identities that cannot be read`,
    "ask Edges' support: its answer has changed",
  );
}

async function firstPage(baseUrl: string, apiKey: () => Promise<string>) {
  const dispatcher = new Agent({ connect: { timeout: TIMEOUT_MS } });
  const now = () => new Date();
  const clock: { found: ClockFound | null } = { found: null };
  try {
    const base = readBase(baseUrl);
    const clockWatch = createClockReading((found) => {
      clock.found = found;
    });
    const options = {
      ...{ base, apiKey, dispatcher, now, clockWatch, timeoutMs: TIMEOUT_MS },
      ...{ sleep: async () => {}, random: Math.random, pageWaitMs: 0 },
    };
    const answer = await readList(options, { method: "GET", address: endpoint(base, FIRST_PAGE), body: null }, 1);
    return { answer, clock: clock.found };
  } finally {
    await dispatcher.close();
  }
}
