import { printable } from "../../report/printable.ts";
import { identityShown } from "../../report/reader.ts";
import { type Screen, textTable, UNLIMITED } from "../../report/text-table.ts";
import { counted, shortTime, timeTitle } from "../../report/words.ts";
import type { JudgedLetter } from "./judge.ts";

/** One line a message. What bodies hold comes from anywhere and is made harmless here. */
export function lettersTable(letters: readonly JudgedLetter[], screen: Screen = UNLIMITED): string {
  return textTable<JudgedLetter>(
    [
      { title: "queue", text: ({ queue }) => queue },
      { title: timeTitle("sent"), drop: 3, text: ({ sentAt }) => shortTime(sentAt) },
      { title: "received", align: "right", drop: 4, text: ({ received }) => String(received ?? "?") },
      {
        title: "identity",
        drop: 2,
        text: ({ identityId }) => (identityId === null ? "" : identityShown(printable(identityId, 36))),
      },
      { title: "invitation or run", drop: 1, text: ({ invitationId, runId }) => printable(invitationId ?? runId, 36) },
      { title: "redrive", text: ({ redrive }) => redrive },
      { title: "reason", narrow: "wrap", text: ({ reason }) => printable(reason, 300) },
    ],
    letters,
    screen,
  );
}

/** One message with its body, for when it will not be there any more. */
export function letterWhole({ queue, identityId, invitationId, runId, reason, body }: JudgedLetter): string {
  const named = [queue, printable(identityId, 36), printable(invitationId ?? runId, 36)].filter((part) => part !== "");
  return `${named.join("  ")}  ${printable(reason, 300)}\n  ${printable(body, 1000)}`;
}

/** "3 dead letters: redrive 1 now, 1 later, 1 never", with what to do about the last. */
export function lettersInWords(letters: readonly JudgedLetter[]): string {
  if (letters.length === 0) return "No dead letters.";
  const count = (wanted: JudgedLetter["redrive"]) => letters.filter(({ redrive }) => redrive === wanted).length;
  const parts = (["now", "later", "never"] as const).filter((when) => count(when) > 0);
  return `${counted(letters.length, "dead letter")}: redrive ${parts.map((when) => `${count(when)} ${when}`).join(", ")}`;
}
