import * as z from "zod/mini";
import { printable } from "../../../report/printable.ts";
import { counted } from "../../../report/words.ts";
import { printPauses } from "../../pauses.ts";
import { readPreview } from "../../preview/read.ts";
import { previewView } from "../../preview/view.ts";
import { DEFAULT_LIMIT, identity, limit, ofIdentity } from "../inputs.ts";
import { answerOf, defineTool, READS_EDGES } from "../tool.ts";
import { toRead } from "../with-target.ts";

type View = ReturnType<typeof previewView>;
type Row = View["identities"][number]["plan"][number] & { readonly identityId: string };

export const PREVIEW = defineTool({
  name: "preview",
  title: "What a run would withdraw now",
  description:
    "Lists what is pending and shows each invitation with verdict, reason and age, and what a live run would withdraw today. Withdraws nothing and writes nothing. Calls Edges for every identity: on the real API it takes a while, and keeps runs on this machine waiting. People are shown by id; their names go to you only with includeNames.",
  input: z.strictObject({
    identity,
    limit,
    includeNames: z.optional(
      z
        .boolean()
        .check(z.describe("also names, job titles and addresses of people, and names of identities; default false")),
    ),
  }),
  output: answerOf({
    summary: z.object({
      ...{ pending: z.int(), withdraw: z.int(), keep: z.int(), announced: z.int(), today: z.int(), later: z.int() },
    }),
    identities: z.array(
      z.looseObject({ identityId: z.string(), heldBecause: z.nullable(z.string()), trust: z.string() }),
    ),
    rows: z.array(
      z.looseObject({
        identityId: z.string(),
        invitationId: z.string(),
        verdict: z.string(),
        reason: z.string(),
        age: z.string(),
        when: z.nullable(z.string()),
      }),
    ),
    leftOut: z.int(),
    unfinished: z.array(z.looseObject({ line: z.string() })),
  }),
  annotations: READS_EDGES,
  run: (input, call) =>
    toRead(call, async (target) => {
      const { options, io } = call;
      const chosen = { ...options, ...ofIdentity(input.identity) };
      const { policy, preview, suggestions, unfinished } = await readPreview(target, chosen, io);
      printPauses(policy, io);
      const view = previewView(options.target, preview, unfinished, suggestions);
      const names = input.includeNames === true;
      const all = view.identities.flatMap(({ identityId, plan }) => plan.map((row) => ({ ...row, identityId })));
      const rows = soonestFirst(all).slice(0, input.limit ?? DEFAULT_LIMIT);
      const leftOut = all.length - rows.length;
      const { pending, withdraw, keep, announced, today, later } = view.summary;
      const text = [
        `${pending} pending: ${withdraw} to withdraw, ${keep} kept; a live run now would withdraw ${today}, ${later} later`,
        ...(announced === 0 ? [] : [`${announced} of those kept go once their notice is over`]),
        ...(leftOut === 0 ? [] : [`${counted(leftOut, "row")} left out`]),
        ...unfinished.map((one) => one.line),
      ].join("\n");
      return {
        text,
        structured: {
          ...{ decidedAt: view.decidedAt, summary: view.summary, notConnected: view.notConnected, unfinished },
          identities: view.identities.map(({ plan: _plan, name, unfit: _unfit, malformed, ...one }) => ({
            ...one,
            malformed: malformed.length,
            ...(names ? { name: printable(name) } : {}),
          })),
          rows: rows.map((row) => shown(row, names)),
          leftOut,
        },
      };
    }),
});

const PLACES = ["today", "later", null];

/** What is withdrawn first stands first, so that no limit hides it behind what is kept. */
const soonestFirst = (rows: readonly Row[]): Row[] =>
  [...rows].sort((a, b) => PLACES.indexOf(a.when) - PLACES.indexOf(b.when));

function shown(
  { identityId, invitationId, personId, verdict, reason, age, ageFrom, when, person }: Row,
  names: boolean,
) {
  const { fullName, jobTitle, profileUrl } = person;
  const who = { fullName: printable(fullName), jobTitle: printable(jobTitle), profileUrl: printable(profileUrl, 200) };
  return { ...{ identityId, invitationId, personId, verdict, reason, age, ageFrom, when }, ...(names ? who : {}) };
}
