import { readFileSync } from "node:fs";
import { createEdgesClient } from "../../edges/client.ts";
import type { EdgesIdentity } from "../../edges/identity.ts";
import { edgesApiKey, edgesPlan } from "../edges-address.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { remedyOfFailure } from "../unfinished/remedies.ts";

const MAKE = "make a key at https://app.edges.run/settings/developers";

/** Who is found with a key. The key itself is handed on to nobody and kept nowhere. */
export interface Found {
  /** `given`: it was found or typed; `none`: there is none. */
  readonly key: "environment" | "given" | "none";
  /** Null where they could not be asked for; why is said on standard error then. */
  readonly identities: readonly EdgesIdentity[] | null;
}

export interface KeyOptions {
  readonly baseUrl: string;
  /** A file with the key, `-` for standard input. */
  readonly keyFile: string | undefined;
  /** Nobody is asked. */
  readonly yes: boolean;
}

/**
 * Looks with the key in `EDGES_API_KEY`, in a file, or typed and not shown, which identities there are.
 *
 * @throws UsageError for a key that the API refuses, and for a file that cannot be read
 */
export async function findIdentities({ baseUrl, keyFile, yes }: KeyOptions, io: Io): Promise<Found> {
  const known = keyFile === undefined ? edgesApiKey(io) : keyIn(keyFile);
  const canAsk = known === "" && io.interactive && !yes;
  for (;;) {
    const key = canAsk
      ? await io.ask("Edges API key (not shown, kept in no file; Return to go on without): ", HIDDEN)
      : known;
    if (key === "") {
      io.err(`API key: none, so identities are not shown; ${MAKE} and set EDGES_API_KEY`);
      return { key: "none", identities: null };
    }
    const answer = await identitiesWith(key, baseUrl, io);
    const source = known === "" || keyFile !== undefined ? "given" : "environment";
    if (answer.ok) return { key: source, identities: answer.identities };
    const { status, label, why } = answer.failure;
    const said = `API key: ${new URL(baseUrl).host} answers ${label ?? why}${status === null ? "" : ` (${status})`}`;
    if (status !== 401 && status !== 403) {
      io.err(`${said}; whether the key works is not known: ${remedyOfFailure(answer.failure)}`);
      return { key: source, identities: null };
    }
    if (!canAsk) throw new UsageError(`${said}: it is not accepted; ${MAKE}. Nothing was written`);
    io.err(`${said}: it is not accepted; ${MAKE}`);
  }
}

const HIDDEN = { hidden: true } as const;

async function identitiesWith(key: string, baseUrl: string, io: Pick<Io, "progress" | "env">) {
  io.progress("asking Edges for the identities");
  const client = createEdgesClient({ baseUrl, apiKey: async () => key, plan: edgesPlan(io) });
  try {
    return await client.listIdentities();
  } finally {
    await client.close();
    io.progress("");
  }
}

function keyIn(file: string): string {
  let text: string;
  try {
    text = readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw new UsageError(
      `--key-file: ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const key = text.trim();
  if (key === "" || /\s/.test(key)) throw new UsageError(`--key-file: ${file} does not hold a key alone, in one line`);
  return key;
}
