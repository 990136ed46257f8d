import * as z from "zod/mini";
import { OUTCOMES } from "../../../domain/tracked-invitation.ts";
import type { OutcomeRow } from "../../../report/outcome-row.ts";
import { counted, countsInWords } from "../../../report/words.ts";
import { rowsOf } from "../../commands/outcomes.ts";
import { DEFAULT_LIMIT, identity, limit, ofIdentity, readSince, since } from "../inputs.ts";
import { answerOf, defineTool, READS_LEDGER } from "../tool.ts";
import { toRead } from "../with-target.ts";

export const OUTCOMES_TOOL = defineTool({
  name: "outcomes",
  title: "What became of invitations",
  description:
    "How invitations ended, by ids: the latest rows, oldest of them first, and the counts of all in the span, default 30 days.",
  input: z.strictObject({ since, outcome: z.optional(z.enum(OUTCOMES)), identity, limit }),
  output: answerOf({
    counts: z.record(z.string(), z.int()),
    rows: z.array(z.looseObject({ identityId: z.string(), invitationId: z.string(), outcome: z.string() })),
    leftOut: z.int(),
  }),
  annotations: READS_LEDGER,
  run: (input, call) =>
    toRead(call, async (target) => {
      const most = input.limit ?? DEFAULT_LIMIT;
      const query = {
        since: readSince(input.since ?? "30d"),
        ...(input.outcome === undefined ? {} : { outcome: input.outcome }),
        ...ofIdentity(input.identity),
      };
      const counts: Record<string, number> = {};
      let rows: OutcomeRow[] = [];
      let total = 0;
      for await (const row of await rowsOf(target, query, false)) {
        total += 1;
        counts[row.outcome] = (counts[row.outcome] ?? 0) + 1;
        rows.push(row);
        // Of a long log only the end is held.
        if (rows.length >= 2 * most) rows = rows.slice(-most);
      }
      rows = rows.slice(-most);
      const leftOut = total - rows.length;
      const words = countsInWords(counts);
      const text = [
        `${counted(total, "outcome")}${words === "" ? "" : `: ${words}`}`,
        ...(leftOut === 0 ? [] : [`${counted(leftOut, "older row")} left out`]),
      ].join("; ");
      return { text, structured: { counts, rows, leftOut } };
    }),
});
