import { namesShown } from "../report/reader.ts";
import type { Io } from "./io.ts";
import type { Target } from "./target.ts";

/**
 * What each identity is called, by id: its owner's label, else what Edges calls it, which is asked once. Names are a convenience beside the ids, so where Edges cannot be asked
 * there are labels alone and a line on standard error says so; nothing fails for it.
 */
export async function identityNames(
  { edges, skipWaits }: Pick<Target, "edges" | "skipWaits">,
  io: Pick<Io, "err">,
): Promise<ReadonlyMap<string, string | null>> {
  const without = (why: string): ReadonlyMap<string, string | null> => {
    io.err(
      `Edges cannot be asked for the identities' names (${why}): they are left empty; \`--no-names\` does not ask`,
    );
    return namesShown();
  };
  try {
    const answer = await skipWaits(edges.listIdentities());
    if (!answer.ok) return without(answer.failure.label ?? answer.failure.why);
    return new Map([...answer.identities.map(({ identityId, name }) => [identityId, name] as const), ...namesShown()]);
  } catch (error) {
    return without(error instanceof Error ? error.name : "unknown");
  }
}
