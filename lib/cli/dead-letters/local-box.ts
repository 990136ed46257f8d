import { MessageError, parseSweepMessage, parseWithdrawMessage } from "../../contract/messages.ts";
import type { KeptDeadLetter } from "../../local/dead-letter-file.ts";
import { type LocalRunOptions, runMessages } from "../../local/run.ts";
import type { Workspace } from "../../local/workspace.ts";
import type { OutgoingMessage } from "../../queue/queue.ts";
import type { DeadLetter, DeadLetterBox, DeadLetterQueue } from "./dead-letter.ts";

export interface LocalBoxOptions extends Pick<LocalRunOptions, "policy" | "fastForward" | "events"> {
  /** Asked once it is known how many are to be run, before anything is called; throws to leave all as it is. */
  readonly before: (count: number) => Promise<void>;
  /** Called with what stops the run at Ctrl-C; answers whether that was asked for. */
  readonly stoppable: (stop: () => void) => () => boolean;
}

/** The dead letters of this machine's folder. Those of start-run are never any: its failures are told to whoever ran it. */
export function createLocalBox(workspace: Workspace, options?: LocalBoxOptions): DeadLetterBox {
  const file = workspace.deadLetters;
  const notices = (): string[] => {
    const { damaged } = file.read();
    if (damaged.length === 0) return [];
    const what = damaged.length === 1 ? `line ${damaged[0]}` : `lines ${damaged.join(", ")}`;
    return [
      `${what} of ${workspace.folder.deadLetters} cannot be read and ${damaged.length === 1 ? "is" : "are"} left out (a process killed while it wrote leaves half a line); repair or delete`,
    ];
  };
  const of = (queues: readonly DeadLetterQueue[]) => file.read().letters.filter(({ queue }) => queues.includes(queue));
  return {
    async visit(queue, look) {
      const deleted = new Set<string>();
      for (const letter of of([queue])) if ((await look(toDeadLetter(letter))) === "delete") deleted.add(letter.id);
      file.remove(deleted);
      return notices();
    },
    async redrive(queues, choose) {
      const chosen: KeptDeadLetter[] = [];
      for (const letter of of(queues)) if (await choose(toDeadLetter(letter))) chosen.push(letter);
      if (chosen.length === 0) return { notices: notices(), refused: [], deadAgain: 0, interrupted: false };
      if (options === undefined) throw new Error("this box was opened to be looked at");
      await options.before(chosen.length);
      const known = new Set(file.read().letters.map(({ id }) => id));
      let stopped = () => false;
      const { policy, fastForward, events } = options;
      await runMessages(workspace, byQueue(chosen), {
        ...(policy === undefined ? {} : { policy }),
        ...(events === undefined ? {} : { events }),
        fastForward,
        onStart: (runner) => {
          stopped = options.stoppable(() => runner.stop());
        },
      });
      const deadAgain = file.read().letters.filter(({ id }) => !known.has(id)).length;
      const interrupted = stopped();
      // Which of them were done with before it was stopped is not known here: they stay, and the ledger tells.
      if (!interrupted) file.remove(new Set(chosen.map(({ id }) => id)));
      return { notices: notices(), refused: [], deadAgain, interrupted };
    },
  };
}

function byQueue(letters: readonly KeptDeadLetter[]): Record<KeptDeadLetter["queue"], OutgoingMessage[]> {
  const messages: Record<KeptDeadLetter["queue"], OutgoingMessage[]> = { sweep: [], withdraw: [] };
  for (const { queue, id, group, body } of letters) {
    messages[queue].push({ group: group ?? id, dedup: `redrive/${id}`, body });
  }
  return messages;
}

function toDeadLetter(letter: KeptDeadLetter): DeadLetter {
  const { queue, id, body, group, attributes } = letter;
  const received = attributes.ApproximateReceiveCount === undefined ? null : Number(attributes.ApproximateReceiveCount);
  return { queue, id, body, group, sentAt: sentAtOf(letter), received, error: null };
}

/** The queue notes the machine's time, which the sandbox's clock has left behind: what the body says is right in both. */
function sentAtOf({ queue, body, firstSeenAt }: KeptDeadLetter): Date {
  try {
    if (queue === "withdraw") return parseWithdrawMessage(body).plannedAt;
    const runId = new Date(parseSweepMessage(body).runId);
    return Number.isNaN(runId.getTime()) ? firstSeenAt : runId;
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    return firstSeenAt;
  }
}
