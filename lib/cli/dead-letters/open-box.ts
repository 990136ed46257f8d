import { counted } from "../../report/words.ts";
import { liveForNow } from "../../settings/live-override.ts";
import type { PolicySource } from "../../settings/policy-source.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { openLocal, openTarget } from "../open-target.ts";
import { openRunEvents } from "../run-events.ts";
import type { TargetOptions } from "../target.ts";
import type { DeadLetterBox } from "./dead-letter.ts";
import type { Judge } from "./judge.ts";
import { createLocalBox } from "./local-box.ts";

export interface BoxOptions extends TargetOptions {
  readonly live?: boolean;
  readonly yes?: boolean;
  readonly realTime?: boolean;
}

/** Opens the dead letters that the options name, with what judges them. `traceless`: they are only looked at. */
export async function withBox(
  options: BoxOptions,
  io: Io,
  traceless: boolean,
  work: (box: DeadLetterBox, j: Judge) => Promise<void>,
): Promise<void> {
  if (options.stack !== undefined) {
    const { openStackBox } = await import("./stack-box.ts");
    const [target, box] = await Promise.all([openTarget(options, io), openStackBox(options.stack)]);
    try {
      await work(box, target);
    } finally {
      box.close();
      await target.close();
    }
    return;
  }
  const workspace = await openLocal(options, io, traceless);
  const real = workspace.sandbox === null;
  const policy: PolicySource = options.live ? liveForNow(workspace.policy) : workspace.policy;
  const events = openRunEvents(workspace.folder.events, null);
  let takeBack = () => {};
  try {
    const box = createLocalBox(workspace, {
      policy,
      events: events.telling,
      fastForward: !real && !options.realTime,
      async before(count) {
        if (options.yes || !real || (await policy.read()).policy.mode !== "live") return;
        if (!io.interactive) {
          throw new UsageError(
            "a redrive that may withdraw through the real API asks first; without a terminal, give --yes",
          );
        }
        const question = `Run ${counted(count, "message")} again now? What they withdraw cannot be undone.`;
        if (!(await io.confirm(question))) throw new UsageError("nothing was redriven");
      },
      stoppable(stop) {
        let asked = false;
        takeBack = io.onInterrupt(() => {
          asked = true;
          io.err(
            "Stopping: the call under way ends and is settled, what is left stays here. Ctrl-C again stops at once.",
          );
          stop();
        });
        return () => asked;
      },
    });
    await work(box, { ...workspace, policy });
  } finally {
    takeBack();
    await events.finish(io);
    await workspace.close();
  }
}
