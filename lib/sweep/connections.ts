import type { Collaborators } from "../collaborators.ts";
import { CONNECTED_SLACK_MS } from "../domain/missed-acceptance.ts";
import { earliest, later, SECOND_MS } from "../domain/time.ts";
import type { ComparedList } from "./compare.ts";

/** The connections made since the invitations that have left the list were last seen pending, and what else was read. */
export interface FoundConnections {
  /** When each person connected, by their id. */
  readonly at: ReadonlyMap<string, Date>;
  /** The same of earlier connections that stood on the pages read; far from all there are. */
  readonly older: ReadonlyMap<string, Date>;
  /** People who are connected, nobody can read since when: what became of theirs is not settled. */
  readonly undated: ReadonlySet<string>;
  /** False when the list could not be read to its end: who is not in it may be connected all the same. */
  readonly whole: boolean;
}

export const NO_CONNECTIONS: FoundConnections = { at: new Map(), older: new Map(), undated: new Set(), whole: true };

/** With less than this left to the deadline no further page of connections is begun: the writes must still fit. */
const TIME_FOR_CONNECTIONS_MS = 60 * SECOND_MS;

/** Looks up who of those that have left the list is connected now. No call when nobody has left. */
export async function findConnections(
  c: Pick<Collaborators, "edges" | "clock">,
  { identity, comparison: { vanished } }: ComparedList,
  deadline: Date,
): Promise<FoundConnections> {
  if (vanished.length === 0) return NO_CONNECTIONS;
  const lastBelieved = identity.lastBelievedListingAt;
  const since = vanished
    .map(({ firstSeenAt }) => (lastBelieved !== null && lastBelieved > firstSeenAt ? lastBelieved : firstSeenAt))
    .reduce(earliest);
  const at = new Map<string, Date>();
  const older = new Map<string, Date>();
  const undated = new Set<string>();
  let malformed = 0;
  const walk = c.edges.listConnectionsSince(identity.identityId, later(since, -CONNECTED_SLACK_MS));
  for (;;) {
    const step = await walk.next();
    if (step.done) return { at, older, undated, whole: step.value.state === "complete" && malformed === 0 };
    malformed += step.value.malformed;
    for (const { personId, connectedAt } of step.value.connections) at.set(personId, connectedAt);
    for (const { personId, connectedAt } of step.value.older) older.set(personId, connectedAt);
    for (const personId of step.value.undated) undated.add(personId);
    if (deadline.getTime() - c.clock.now().getTime() < TIME_FOR_CONNECTIONS_MS) {
      await walk.return({ state: "complete" });
      return { at, older, undated, whole: false };
    }
  }
}
