import * as z from "zod/mini";
import { readPersonReference } from "../../../domain/person-reference.ts";
import type { InvitationKey, TrackedInvitation } from "../../../domain/tracked-invitation.ts";
import { counted, timeInWords } from "../../../report/words.ts";
import { openOnes } from "../../commands/withdraw.ts";
import { UsageError } from "../../errors.ts";
import { whoIsThis } from "../../flags/mark-texts.ts";
import { resolveInvitations } from "../../resolve-invitations.ts";
import { quoted } from "../../shell-words.ts";
import type { Target, TargetOptions } from "../../target.ts";
import { sendRequests } from "../../withdraw/send-requests.ts";
import { storeRequests } from "../../withdraw/store-requests.ts";
import { NOT_GIVEN } from "../consent.ts";
import { line, person } from "../inputs.ts";
import { answerOf, type Call, defineTool } from "../tool.ts";
import { toRead, toWriteHere } from "../with-target.ts";

/** A person reads each of them before they say yes. */
const MAX_INVITATIONS = 50;

export const REQUEST_WITHDRAWAL = defineTool({
  name: "request_withdrawal",
  title: "Request the withdrawal of an invitation",
  description:
    "Requests that an invitation, or all pending ones to a person, be withdrawn at any age. Asks a person first, who sees each invitation, and does nothing without their yes. Withdraws nothing itself: the next live run takes the request through the same queue, gate, caps and notice as any other; invitations to protected people are kept all the same. Give exactly one of `person` and `invitation`.",
  input: z.strictObject({
    person: z.optional(person),
    invitation: z.optional(line(200, "an invitation's id, or its urn (urn:li:fsd_invitation:<digits>)")),
    reason: line(100, "why, for the ledger"),
  }),
  output: answerOf({
    status: z.enum(["stored", "sent", ...NOT_GIVEN]),
    invitations: z.array(z.object({ identityId: z.string(), invitationId: z.string() })),
    command: z.nullable(z.string()),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  async run(input, call) {
    const { options } = call;
    const which = oneOf(input);
    const reason = input.reason.trim();
    // Nothing is kept open while a person reads: a run may want the data folder meanwhile.
    const open = await toRead(call, (target) => pendingOnes(target, which));
    const consent = await call.ask({ message: questionOf(open, reason, options), yes: YES });
    if (consent.status !== "given") {
      const command = `npx sweeper withdraw ${quoted(which.text)} ${quoted(`--reason=${reason}`)}${options.again}`;
      return {
        text: `Nothing was done: ${consent.why}. A person can run: ${command}`,
        structured: { status: consent.status, invitations: [], command },
      };
    }
    // What was shown is what is asked for, whatever else has become pending since.
    return request(open, { reason, by: `${whoIsThis()} (mcp)` }, call);
  },
});

interface Which {
  readonly kind: "person" | "invitation";
  readonly text: string;
}

function oneOf({
  person: who,
  invitation,
}: {
  readonly person?: string | undefined;
  readonly invitation?: string | undefined;
}): Which {
  if (who !== undefined && invitation === undefined) return { kind: "person", text: who.trim() };
  if (invitation !== undefined && who === undefined) return { kind: "invitation", text: invitation.trim() };
  throw new UsageError("give exactly one of person and invitation");
}

/** @throws UsageError when none is pending, when several people may be meant, and for more than a person would read */
async function pendingOnes(target: Target, which: Which): Promise<readonly TrackedInvitation[]> {
  const reading = readPersonReference(which.text);
  const kind = reading.ok ? reading.reference.kind : null;
  // Digits alone may be either; everything else says what it is.
  if (which.kind === "person" && kind === "invitation") {
    throw new UsageError("person: this names an invitation; give it as `invitation`");
  }
  if (which.kind === "invitation" && kind !== null && kind !== "invitation" && kind !== "person") {
    throw new UsageError("invitation: this names a person; give it as `person`");
  }
  const found = await resolveInvitations(target, which.text);
  const meant = kind === "person" ? found.filter((one) => meantBy(one, which)) : found;
  if (meant.length === 0) throw new UsageError(`the ledger knows no ${which.kind} ${which.text}`);
  const open = openOnes(meant, {});
  if (open.length > MAX_INVITATIONS) {
    throw new UsageError(`${open.length} invitations to one person: ask for them one by one, by \`invitation\``);
  }
  return open;
}

const meantBy = ({ personId, invitationId }: TrackedInvitation, { kind, text }: Which): boolean =>
  (kind === "person" ? personId : invitationId) === readDigits(text);

/** The digits that `readPersonReference` has read as an id. */
function readDigits(text: string): string | null {
  const reading = readPersonReference(text);
  return reading.ok && reading.reference.kind === "person" ? reading.reference.personId : null;
}

const YES = "Yes, request it";

function questionOf(open: readonly TrackedInvitation[], reason: string, { target, stack }: TargetOptions): string {
  const when =
    stack === undefined
      ? "The next live run withdraws them"
      : "The stack withdraws them at once while its policy is live, otherwise with the next live run";
  return [
    `Request the withdrawal of ${counted(open.length, "invitation")} on ${target}? ${when}, whatever their age, within its caps and after any notice. This cannot be undone, and the person cannot be invited again for three weeks. Invitations to protected people are kept.`,
    ...open.map(
      ({ invitationId, identityId, personId, sentAt }) =>
        `- invitation ${invitationId} of ${identityId} to ${personId ?? "a person without an id"}, sent by ${timeInWords(sentAt)}`,
    ),
    `Reason: ${reason}`,
  ].join("\n");
}

/** On a stack the same event that anybody else sends; on this machine a note in the ledger, and no call. */
async function request(
  open: readonly TrackedInvitation[],
  asked: { readonly reason: string; readonly by: string },
  call: Call,
) {
  const { stack } = call.options;
  if (stack !== undefined) {
    call.signal.throwIfAborted();
    await sendRequests(stack, open, asked);
    const invitations = open.map(keyOf);
    return {
      text: `Asked the stack for ${counted(open.length, "withdrawal")}: its queue takes them while the policy is live, and otherwise the next live run. Follow one with: sweeper invitation ${open[0]?.invitationId}${call.options.again}`,
      structured: { status: "sent", invitations, command: null },
    };
  }
  const stored = await toWriteHere(call, (workspace) => storeRequests(workspace, open, asked));
  const ended = open.length - stored.length;
  return {
    text: [
      `Stored ${counted(stored.length, "request")}; nothing was withdrawn. The next live run takes it: sweeper run --live${call.options.again}`,
      ...(ended === 0
        ? []
        : [
            `${counted(ended, "invitation")} had ended meanwhile and ${ended === 1 ? "is" : "are"} not pending any more`,
          ]),
    ].join("\n"),
    structured: { status: "stored", invitations: stored.map(keyOf), command: null },
  };
}

const keyOf = ({ identityId, invitationId }: InvitationKey) => ({ identityId, invitationId });
