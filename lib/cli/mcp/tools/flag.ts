import * as z from "zod/mini";
import { FLAG_KINDS, type FlagKind } from "../../../domain/rule.ts";
import { isOpen } from "../../../domain/tracked-invitation.ts";
import { flagTargetOf } from "../../../ledger/flagging.ts";
import { knownOf } from "../../../ledger/invite-lookup.ts";
import { flagText, setFlag, subjectOf } from "../../commands/flag.ts";
import { whoIsThis } from "../../flags/mark-texts.ts";
import { quoted } from "../../shell-words.ts";
import { NOT_GIVEN } from "../consent.ts";
import { line, person } from "../inputs.ts";
import { answerOf, defineTool } from "../tool.ts";
import { toRead, toWrite } from "../with-target.ts";

export const FLAG = defineTool({
  name: "flag",
  title: "Flag a person",
  description:
    "Marks a person: `protected` keeps their invitations whatever else speaks against them, any other kind has them withdrawn by the next live runs, whatever their age. Asks a person first, and does nothing without their yes.",
  input: z.strictObject({
    person,
    as: z.enum(FLAG_KINDS),
    note: z.optional(line(1000, "why, for the next reader")),
  }),
  output: answerOf({
    status: z.enum(["flagged", ...NOT_GIVEN]),
    flags: z.array(z.string()),
    pending: z.nullable(z.int()),
    command: z.nullable(z.string()),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
  async run(input, call) {
    const { options } = call;
    const subject = subjectOf(input.person);
    // Nothing is kept open while a person reads: a run may want the data folder meanwhile.
    const open = await toRead(call, async ({ ledger }) => {
      const { invitations } = await knownOf(ledger, flagTargetOf(subject));
      return invitations.filter(({ state }) => isOpen(state)).length;
    });
    const note = input.note ?? "";
    const consent = await call.ask({
      message: [
        `Flag ${input.person.trim()} as ${input.as} on ${options.target}?`,
        EFFECT[input.as],
        `Pending invitations to them that the ledger knows: ${open}.`,
        ...(note === "" ? [] : [`Note: ${note}`]),
      ].join("\n"),
      yes: `Yes, flag them as ${input.as}`,
    });
    if (consent.status !== "given") {
      const noted = note === "" ? "" : ` ${quoted(`--note=${note}`)}`;
      const command = `npx sweeper flag ${quoted(input.person.trim())} --as ${input.as}${noted}${options.again}`;
      return {
        text: `Nothing was done: ${consent.why}. A person can run: ${command}`,
        structured: { status: consent.status, flags: [], pending: null, command },
      };
    }
    const by = `${whoIsThis()} (mcp)`;
    const { record, pending } = await toWrite(call, (target) => setFlag(target, subject, { as: input.as, by, note }));
    const flags = record.marks.map(({ kind }) => kind);
    return {
      text: flagText(record, input.as, pending),
      structured: { status: "flagged", flags, pending, command: null },
    };
  },
});

const WITHDRAWN =
  "Every pending invitation to them is withdrawn by the next live runs, whatever its age. A withdrawal cannot be undone, and the person cannot be invited again for three weeks.";

const EFFECT: Readonly<Record<FlagKind, string>> = {
  protected: "Their invitations are kept, whatever else speaks against them, until the flag is taken away.",
  "do-not-contact": `${WITHDRAWN} Nobody is to invite them again.`,
  customer: WITHDRAWN,
  "icp-mismatch": WITHDRAWN,
};
