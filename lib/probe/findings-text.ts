import { textTable } from "../report/text-table.ts";
import { HIDDEN } from "./experiment.ts";
import { inOrder, type Receive, receiveOf } from "./receive.ts";
import type { Verdict } from "./verdict.ts";

/** The receives in their order. Seconds are since the message's own sending, and since A1 was hidden. */
export function receivesTable(receives: readonly Receive[]): string {
  const hiding = receiveOf(receives, HIDDEN.name, 1);
  const seconds = (ms: number) => (ms / 1000).toFixed(1);
  return textTable<Receive>(
    [
      { title: "message", text: ({ message }) => message },
      { title: "receive", align: "right", text: ({ receiveCount }) => String(receiveCount) },
      { title: "s since sent", align: "right", text: ({ at, sentAt }) => seconds(at - sentAt) },
      {
        title: `s since ${HIDDEN.name} hidden`,
        align: "right",
        text: ({ at }) => (hiding === undefined ? "" : seconds(at - hiding.at)),
      },
    ],
    inOrder(receives),
  );
}

export const verdictLine = ({ question, answer, because }: Verdict): string =>
  `${answer.toUpperCase().padEnd(7)}  ${question} (${because})`;
