import type { Call } from "../happenings.ts";
import { type MakeInvariant, urnOf, type View } from "./invariant.ts";

/** Every ended invitation has exactly one outcome, and it agrees with what the sandbox knows. */
export const trueOutcomes: MakeInvariant = (view) => {
  const ended = new Map<string, string>();
  const calls = new Map<string, Call[]>();
  const lostClaims = new Map<string, number>();
  const reopened = new Set<string>();
  const empties = new Map<string, number>();
  return {
    see(happening) {
      if (happening.kind === "call" && happening.call.urn !== null) {
        calls.set(happening.call.urn, [...(calls.get(happening.call.urn) ?? []), happening.call]);
      }
      if (happening.kind === "claimed" || (happening.kind === "given-back" && !happening.lost)) {
        const change = happening.kind === "claimed" ? 1 : -1;
        lostClaims.set(happening.invitationId, (lostClaims.get(happening.invitationId) ?? 0) + change);
      }
      if (happening.kind === "answered" && happening.call.action === "list" && happening.call.identityId !== null) {
        const { identityId, answer } = happening.call;
        if (answer?.ids?.length === 0 || answer?.label === "NO_RESULT") {
          empties.set(identityId, (empties.get(identityId) ?? 0) + 1);
        } else if (answer?.ids !== null) empties.delete(identityId);
      }
      if (happening.kind === "reopened") {
        const { invitationId } = happening.item;
        const before = ended.get(invitationId);
        ended.delete(invitationId);
        reopened.add(invitationId);
        return before === "gone" || before === "withdrawn unconfirmed"
          ? null
          : `${invitationId} was ${before} and is reopened`;
      }
      if (happening.kind === "mended") {
        const { invitationId, ending } = happening.item;
        const before = ended.get(invitationId);
        if (before !== "gone") return `${invitationId} was ${before} and is mended`;
        ended.set(invitationId, ending.outcome);
        view.note("gone, and mended once the person was seen to be connected");
        const tried = { calls: calls.get(urnOf(invitationId)) ?? [], lost: false };
        const wrong = contradiction(view, invitationId, ending.outcome, ending.endedAt, tried);
        return wrong === null ? null : `${happening.process.name} mends ${invitationId} to ${ending.outcome}: ${wrong}`;
      }
      if (happening.kind !== "ended") return null;
      const { invitationId, ending } = happening.item;
      const outcome = ending.outcome === "withdrawn" && !ending.confirmed ? "withdrawn unconfirmed" : ending.outcome;
      const before = ended.get(invitationId);
      if (before !== undefined) return `${invitationId} ends as ${outcome} and had ended as ${before}`;
      ended.set(invitationId, outcome);
      const open = (lostClaims.get(invitationId) ?? 0) - (happening.by === "settle" ? 1 : 0);
      const tried = { calls: calls.get(urnOf(invitationId)) ?? [], lost: open > 0 };
      if (outcome === "gone" && reopened.has(invitationId) && !view.scenario.strict && ours(tried.calls)) {
        view.note(
          "gone, though a call of ours took effect: an old list had it reopened, which forgets the lost answer",
        );
        return null;
      }
      if ((outcome === "gone" || outcome === "failed") && tried.calls.some(doubled)) {
        view.note(`${outcome}, though a call of ours took effect: it was doubled on its way, and the answer said no`);
        return null;
      }
      const wrong = contradiction(view, invitationId, outcome, ending.endedAt, tried);
      if (wrong === "it is pending" && (empties.get(happening.item.identityId) ?? 0) > 1) {
        view.note(`${outcome}, though it was pending: the list came back empty twice in a row, wrongly`);
        return null;
      }
      return wrong === null ? null : `${happening.process.name} writes ${invitationId} as ${outcome}: ${wrong}`;
    },
  };
};

/** What was tried for an invitation, and whether an earlier claim was never given back with a certain no. */
interface Tried {
  readonly calls: readonly Call[];
  readonly lost: boolean;
}

function contradiction(view: View, id: string, outcome: string, endedAt: Date, { calls, lost }: Tried): string | null {
  const truth = view.truth.fateOf(urnOf(id), view.now());
  if (truth === null) return "nobody sent it";
  const tookEffect = ours(calls);
  switch (outcome) {
    case "withdrawn":
      return tookEffect ? null : `it is ${truth.state} and no call of ours took effect`;
    case "withdrawn unconfirmed":
      if (tookEffect) return null;
      if (truth.state === "pending") return "it is pending";
      // Between a call whose answer was lost and the next look at it, the person answered: no document of the API tells the two apart.
      if (!lost) return `it is ${truth.state} and no answer was lost`;
      view.note(`withdrawn, unconfirmed, though it was ${truth.state}: it ended while an answer was lost`);
      return null;
    case "accepted":
      if (truth.state !== "accepted") return `it is ${truth.state}`;
      return truth.endedAt === endedAt.getTime() ? null : "at another time";
    case "gone":
      if (truth.state === "pending" || truth.state === "accepted") return `it is ${truth.state}`;
      if (!tookEffect) return null;
      return "a call of ours took effect";
    default:
      return tookEffect ? "a call of ours took effect" : null;
  }
}

const ours = (calls: readonly Call[]): boolean => calls.some(({ took }) => took);

/** The request arrived twice, and what came back was the answer to the one that found nothing left to do. */
const doubled = ({ took, answer }: Call): boolean =>
  took && (answer?.label === "STATUS_404" || answer?.label === "LIMIT_REACHED");
