import { ageInput } from "../domain/as-planned.ts";
import type { IdCalibration } from "../domain/id-clock.ts";
import type { IdentityPolicy } from "../domain/policy.ts";
import type { AgeOrigin } from "../domain/rule.ts";
import { isOpen, type Rest, type TrackedInvitation } from "../domain/tracked-invitation.ts";
import { ageFromInWords, ageInWords } from "./age-in-words.ts";
import { type HoldoutStanding, holdoutStanding } from "./holdout/held-out.ts";
import { identityShown } from "./reader.ts";
import { type Screen, textTable, UNLIMITED } from "./text-table.ts";
import { counted, shortTime, timeInWords, timeTitle } from "./words.ts";

/** One invitation with all the ledger knows of it. */
export interface InvitationLife extends TrackedInvitation {
  /** Whole days pending: to its end, or to now. */
  readonly ageDays: number;
  /** The same as an interval: "41 d", "27–61 d"; of one that has ended, how old it is by now. */
  readonly age: string;
  readonly ageFrom: AgeOrigin;
  /** What tells its age disagrees by more than 36 hours. */
  readonly datesDisagree: boolean;
  /** How the holdout looks at it now; null once it has ended (see `ending.heldOut`). */
  readonly holdout: Omit<HoldoutStanding, "ageDays"> | null;
  /** The person's other invitations, over all identities, oldest first. */
  readonly others: readonly TrackedInvitation[];
}

export interface LifeContext {
  readonly policy: IdentityPolicy;
  /** How ids have stood their trials; null where the policy has ages from ids off. */
  readonly ids: IdCalibration | null;
}

export function invitationLife(
  invitation: TrackedInvitation,
  ofPerson: readonly TrackedInvitation[],
  { policy, ids }: LifeContext,
  now: Date,
): InvitationLife {
  const { identityId, invitationId, state, ending } = invitation;
  const { ageDays, ...holdout } = holdoutStanding(invitation, policy, now);
  const age = ageInput(invitation, { ids, now, isReadable: true, isContradicting: false });
  return {
    ...invitation,
    ...{ ageDays: ending?.daysPending ?? ageDays, age: ageInWords(age, now) },
    ...{ ageFrom: age.ageFrom, datesDisagree: age.datesDisagree },
    holdout: isOpen(state) ? holdout : null,
    others: ofPerson.filter((one) => one.identityId !== identityId || one.invitationId !== invitationId),
  };
}

interface Moment {
  readonly at: Date;
  readonly what: string;
}

/** Its life for a screen: what it is, then every instant in order, then the person's other invitations. */
export function invitationText(life: InvitationLife, screen: Screen = UNLIMITED): string {
  const { invitationId, urn, identityId, personId, others } = life;
  const head = [
    `Invitation ${invitationId} (${urn})`,
    `of identity ${identityShown(identityId)} to ${personId === null ? "a member without an id" : `person ${personId}`}`,
    `${stateInWords(life)}; ${attemptsInWords(life)}`,
  ];
  const moments = textTable<Moment>(
    [
      { title: timeTitle("when"), text: ({ at }) => shortTime(at) },
      { title: "what", narrow: "wrap", text: ({ what }) => what },
    ],
    momentsOf(life),
    screen,
  );
  const rest =
    others.length === 0
      ? "No other invitation to this person is in the log."
      : `${counted(others.length, "other invitation")} to this person:\n\n${othersTable(others, screen)}`;
  return [head.join("\n"), moments, rest].join("\n\n");
}

function stateInWords(life: InvitationLife): string {
  const { state, ending, age, ageDays, holdout, unreadableAt, datesDisagree } = life;
  if (ending === null) {
    const held = holdout?.standing === "held" ? ", held out" : "";
    const doubt = datesDisagree ? ", by dates that disagree" : "";
    const unread = unreadableAt === null ? "" : `, its date not readable on ${timeInWords(unreadableAt)}`;
    return `${state} for ${age} (age from ${ageFromInWords(life)}${doubt}${unread})${held}`;
  }
  const unconfirmed = ending.outcome === "withdrawn" && !ending.confirmed ? " (unconfirmed)" : "";
  return `${ending.outcome}${unconfirmed} after ${counted(ageDays, "day")}${ending.heldOut ? ", held out before" : ""}`;
}

function attemptsInWords({ attempts, attemptsInRun, attemptRunId, attemptReason, lostAnswers }: InvitationLife) {
  if (attempts === 0 && attemptRunId === null) return "no attempt to withdraw it";
  const lost = lostAnswers === 0 ? "" : `, ${counted(lostAnswers, "answer")} lost`;
  const run = attemptRunId === null ? "" : ` (${attemptsInRun} in run ${attemptRunId}, reason ${attemptReason ?? "?"})`;
  return `${counted(attempts, "attempt")} to withdraw it${run}${lost}`;
}

function momentsOf(life: InvitationLife): Moment[] {
  const { sentAt, sentFrom, firstSeenAt, attempt, lastError, rest, announcement, ending, holdout } = life;
  const moments: Moment[] = [
    ...(sentFrom === null || sentFrom >= sentAt ? [] : [{ at: sentFrom, what: "sent, at the earliest" }]),
    { at: sentAt, what: "sent, at the latest" },
    { at: firstSeenAt, what: "first seen in a list" },
  ];
  if (lastError !== null) {
    const ref = lastError.ref === null ? "" : `, ref ${lastError.ref}`;
    moments.push({ at: lastError.at, what: `last error: ${lastError.label}${ref}` });
  }
  if (rest !== null && ending === null) {
    moments.push({
      at: rest.until,
      what: `unreachable after ${rest.attempts} calls: rests until then (${restInWords(rest)})`,
    });
  }
  if (announcement !== null) {
    const { at, mayGoFrom, reason, runId } = announcement;
    moments.push({ at, what: `its withdrawal announced: ${reason}, run ${runId}` });
    if (ending === null) moments.push({ at: mayGoFrom, what: "nothing is called for it before then" });
  }
  if (attempt !== null) moments.push({ at: attempt.until, what: `attempt ${attempt.id} holds the claim until then` });
  if (ending !== null) {
    const reason = ending.reason === null ? "" : `, reason ${ending.reason}`;
    const force = `threshold ${ending.thresholdDays}, policy v${ending.policyVersion}, run ${ending.runId}`;
    moments.push({ at: ending.endedAt, what: `${ending.outcome}${reason} (${force})` });
    if (ending.reinviteAfter !== null) {
      moments.push({ at: ending.reinviteAfter, what: "the person may be invited again" });
    }
  }
  if (holdout?.until) moments.push({ at: holdout.until, what: "the holdout leaves it alone until then" });
  return moments.sort((a, b) => a.at.getTime() - b.at.getTime());
}

const restInWords = ({ count }: Rest): string => `rest ${count}; \`sweeper retry\` ends it`;

function othersTable(others: readonly TrackedInvitation[], screen: Screen): string {
  return textTable(
    [
      { title: timeTitle("sent by"), drop: 2, text: ({ sentAt }) => shortTime(sentAt) },
      { title: "identity", narrow: "cut-before-last", text: ({ identityId }) => identityShown(identityId) },
      { title: "invitation", text: ({ invitationId }) => invitationId },
      { title: "state", text: ({ state }) => state },
      { title: timeTitle("ended"), drop: 3, text: ({ ending }) => shortTime(ending?.endedAt ?? null) },
      { title: "reason", text: ({ ending }) => ending?.reason ?? "" },
    ],
    others,
    screen,
  );
}
