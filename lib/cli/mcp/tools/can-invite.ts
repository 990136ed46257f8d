import * as z from "zod/mini";
import { inviteAnswer, inWords } from "../../commands/can-invite.ts";
import { UsageError } from "../../errors.ts";
import { readSubject } from "../../flags/read-subject.ts";
import { person } from "../inputs.ts";
import { answerOf, defineTool, READS_LEDGER } from "../tool.ts";
import { toRead } from "../with-target.ts";

/** Never a plain boolean: what is not known would be read as one of its two values. */
const ANSWERS = { true: "yes", false: "no", null: "cannot-tell" } as const;

export const CAN_INVITE = defineTool({
  name: "can_invite",
  title: "May this person be invited?",
  description:
    'Whether a person may be invited now, from when on if not, and why: "yes", "no" or "cannot-tell". Only "yes" is a yes. Reads the ledger, calls nothing.',
  input: z.strictObject({ person }),
  output: answerOf({
    answer: z.enum(ANSWERS),
    until: z.nullable(z.string()),
    why: z.array(z.string()),
    obstacles: z.array(z.looseObject({ why: z.string() })),
    invitationsKnown: z.int(),
  }),
  annotations: READS_LEDGER,
  run: (input, call) =>
    toRead(call, async (target) => {
      const reading = readSubject(input.person);
      if (!reading.ok) throw new UsageError(`this names no person: ${reading.fault}`);
      const { canInvite, until, obstacles, invitationsKnown, why } = await inviteAnswer(
        target,
        reading.subject,
        reading.by,
      );
      const words = canInvite === null ? `cannot tell\n${why ?? ""}` : inWords(obstacles);
      const reasons = words.split("\n").map((text) => text.trim());
      return {
        text: canInvite === true && invitationsKnown === 0 ? `${words}: the ledger knows no invitation to them` : words,
        structured: {
          answer: ANSWERS[`${canInvite}`],
          ...{ until, obstacles, invitationsKnown, why: reasons.slice(1).filter((text) => text !== "") },
        },
      };
    }),
});
