import * as z from "zod/mini";
import type { ReportSection } from "../../../report/report-data.ts";
import { readTargetReport } from "../../commands/report.ts";
import { identity, ofIdentity, readSince, since } from "../inputs.ts";
import { answerOf, defineTool, READS_LEDGER } from "../tool.ts";
import { toRead } from "../with-target.ts";

const section = {
  verdict: z.looseObject({ kind: z.enum(["keep", "go", "not-yet"]), headline: z.string(), why: z.string() }),
  sentence: z.string(),
  funnel: z.looseObject({ seen: z.int(), pending: z.int(), accepted: z.int(), withdrawn: z.int(), gone: z.int() }),
  outcomes: z.array(z.looseObject({ outcome: z.string(), count: z.int() })),
  sendsPerDay: z.number(),
};

export const REPORT = defineTool({
  name: "report",
  title: "The verdict on the threshold, and the figures",
  description:
    "What the log says: the verdict on the threshold in force with its reason, outcomes and funnel, overall and per identity, with the caveats that belong to every figure. Fields as in `sweeper report --json`, which has the curves besides. Sets nothing.",
  input: z.strictObject({ since, identity }),
  output: answerOf({
    overall: z.looseObject(section),
    identities: z.array(z.looseObject({ identityId: z.string(), ...section })),
    caveats: z.array(z.string()),
    unfinished: z.array(z.looseObject({ line: z.string() })),
  }),
  annotations: READS_LEDGER,
  run: (input, call) =>
    toRead(call, async (target) => {
      const { options, io } = call;
      const choice = {
        ...options,
        ...(input.since === undefined ? {} : { since: readSince(input.since) }),
        ...ofIdentity(input.identity),
      };
      const { report, unfinished } = await readTargetReport(target, choice, io);
      const { madeAt, since: from, until, policy, ids, overall, identities, caveats, reinvited } = report;
      const { headline, why, drift } = overall.verdict;
      return {
        text: [drift, `${headline}. ${why}`, overall.sentence, ...unfinished.map((one) => one.line)]
          .filter((part) => part !== null)
          .join("\n"),
        structured: {
          ...{ madeAt, since: from, until, policy, ids, caveats, reinvited, unfinished },
          overall: { ...figures(overall), daysPending: overall.daysPending, exclusions: overall.exclusions },
          identities: identities.map((one) => ({ identityId: one.identityId, ...figures(one) })),
        },
      };
    }),
});

/** Without curves and rows a threshold: hundreds of numbers for each identity. */
const figures = ({ verdict, sentence, funnel, outcomes, sendsPerDay, analysis }: ReportSection) => ({
  ...{ verdict, sentence, funnel, outcomes, sendsPerDay },
  recommendation: analysis.recommendation,
});
