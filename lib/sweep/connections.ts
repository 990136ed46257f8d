import type { Collaborators } from "../collaborators.ts";
import { CONNECTED_SLACK_MS } from "../domain/missed-acceptance.ts";
import { earliest, later } from "../domain/time.ts";
import { failureName } from "../edges/failure-name.ts";
import type { ComparedList } from "./compare.ts";
import { readingEnds, TIME_FOR_CONNECTIONS_MS } from "./time-budget.ts";

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
  /** When the last call has ended for certain; null when it has. */
  readonly endsBy: Date | null;
}

export const NO_CONNECTIONS: FoundConnections = {
  ...{ at: new Map(), older: new Map(), undated: new Set(), whole: true, endsBy: null },
};

/** Looks up who of those that have left the list is connected now. No call when nobody has left. */
export async function findConnections(
  c: Pick<Collaborators, "edges" | "clock" | "log">,
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
  const { identityId } = identity;
  const endBy = readingEnds(deadline);
  const walk = c.edges.listConnectionsSince(identityId, later(since, -CONNECTED_SLACK_MS), { endBy });
  const isTimeUp = () => deadline.getTime() - c.clock.now().getTime() < TIME_FOR_CONNECTIONS_MS;
  // The list itself may have taken all the time there was.
  if (isTimeUp()) return { at, older, undated, whole: false, endsBy: null };
  for (;;) {
    const step = await walk.next();
    if (step.done) {
      const failure = step.value.state === "partial" ? step.value.failure : null;
      if (failure !== null) {
        const what = { identityId, label: failureName(failure), fault: failure.why };
        c.log.warn("the list of connections ended early", what);
      }
      const whole = failure === null && malformed === 0;
      return { at, older, undated, whole, endsBy: failure?.endsBy ?? null };
    }
    malformed += step.value.malformed;
    for (const { personId, connectedAt } of step.value.connections) at.set(personId, connectedAt);
    for (const { personId, connectedAt } of step.value.older) older.set(personId, connectedAt);
    for (const personId of step.value.undated) undated.add(personId);
    if (isTimeUp()) {
      await walk.return({ state: "complete" });
      return { at, older, undated, whole: false, endsBy: null };
    }
  }
}
