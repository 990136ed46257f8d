import { INVITATION_SETTLED } from "../contract/events.ts";
import type { PipeEnd } from "./ask-pipe.ts";
import { ACCEPTED_ITEM, PIPE_SECONDS } from "./experiment.ts";
import type { Verdict } from "./verdict.ts";

const QUESTION = "Does a pipe put an empty string where an item has no such attribute, and send the event?";

/** The fields of the event whose attributes the item has not got. */
const ABSENT = Object.entries(INVITATION_SETTLED.fields).flatMap(([name, path]) =>
  Object.hasOwn(ACCEPTED_ITEM, path.split(".")[0] ?? "") ? [] : [name],
);

/** What the event says; values are quoted, for all of them are made up. */
export function judgePipe(end: PipeEnd): Verdict {
  const [answer, because] = findingOf(end);
  return { question: QUESTION, answer, because };
}

function findingOf(end: PipeEnd): readonly [Verdict["answer"], string] {
  if (end.kind === "nothing") return ["unknown", `no event and no dead letter came within ${PIPE_SECONDS} s`];
  if (end.kind === "undelivered") return ["no", "the pipe could not send the event and gave it to its dead letters"];
  const { detail } = end;
  if (typeof detail !== "object" || detail === null)
    return ["no", `the event came without a detail: ${JSON.stringify(detail)}`];
  const fields = new Map<string, unknown>(Object.entries(detail));
  if (fields.get("invitationId") !== ACCEPTED_ITEM.invitationId.S) {
    return ["unknown", `the event is another one: ${JSON.stringify(detail).slice(0, 200)}`];
  }
  const others = ABSENT.filter((name) => fields.get(name) !== "");
  if (others.length === 0) return ["yes", `${ABSENT.join(", ")} came as empty strings`];
  return ["no", others.map((name) => `${name} came as ${JSON.stringify(fields.get(name)) ?? "nothing"}`).join(", ")];
}
