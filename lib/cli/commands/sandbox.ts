import { type Command, InvalidArgumentError, Option } from "commander";
import { type IdMinting, MAX_ID_SHIFT_HOURS } from "../../sandbox/identity-spec.ts";
import { CUSTOM_DATA_SETTINGS, type CustomDataSetting } from "../../sandbox/live-request.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { parseWholeNumber } from "../arguments.ts";
import type { Io } from "../io.ts";

interface SandboxOptions {
  readonly port: number;
  readonly file?: string;
  readonly seed?: number;
  readonly ids?: IdMinting;
  readonly latency: number;
  readonly customData: CustomDataSetting;
}

export function addSandbox(program: Command, io: Io): void {
  program
    .command("sandbox")
    .option("--port <number>", "0 for any free one", parseWholeNumber(0, 65_535), 4010)
    .option("--file <path>", "keep its state in this file over restarts")
    .option("--seed <number>", "another world; the same number gives the same world", parseWholeNumber(0))
    .option("--ids <how>", "the time in invitation ids: in-order, out-of-order or shifted:<hours>", parseIdMinting)
    .option("--latency <ms>", "how long every call takes", parseWholeNumber(0), 0)
    .addOption(
      new Option("--custom-data <form>", "how a withdrawal's custom_data may come; another form is refused: BAD_INPUT")
        .choices(CUSTOM_DATA_SETTINGS)
        .default("any"),
    )
    .addHelpText(
      "after",
      '\nExample:\n  $ sweeper sandbox --port 4010 &\n  $ export EDGES_BASE_URL=http://127.0.0.1:4010/v1 EDGES_API_KEY=sandbox-key\n  $ sweeper preview --edges real\n\nA fault, and asynchronous runs as they stand:\n  $ ADMIN=http://127.0.0.1:4010/admin\n  $ curl -d \'{"kind":"drop-after-effect","action":"start-run"}\' $ADMIN/faults\n  $ curl $ADMIN/runs',
    )
    .action(async ({ port, file, seed, ids, latency, customData }: SandboxOptions) => {
      let stop = () => {};
      const stopped = new Promise<void>((resolve) => {
        stop = resolve;
      });
      const faults: Error[] = [];
      const sandbox = await startSandbox({
        port,
        dataFile: file,
        onDataFault(fault) {
          faults.push(fault);
          stop();
        },
        latencyMs: latency,
        customData,
        idMinting: ids,
        ...(seed === undefined ? {} : { seed }),
      });
      io.out(`Edges sandbox at ${sandbox.url}, key ${sandbox.apiKey}`);
      io.out(`state: curl ${sandbox.url.replace(/\/v1$/, "/admin/state")}`);
      io.onInterrupt(stop);
      await stopped;
      await sandbox.close();
      const [fault] = faults;
      if (fault !== undefined) throw fault;
    });
}

/** `shifted:-12` is an id that says twelve hours earlier than the truth. */
function parseIdMinting(text: string): IdMinting {
  if (text === "in-order" || text === "out-of-order") return text;
  const [, hours] = /^shifted:([+-]?\d{1,6}(?:\.\d{1,6})?)$/.exec(text) ?? [];
  // Adding zero makes 0 of -0, which a data file would give back as 0: another world than the one asked for.
  const shiftedHours = Number(hours ?? Number.NaN) + 0;
  if (Math.abs(shiftedHours) <= MAX_ID_SHIFT_HOURS) return { shiftedHours };
  throw new InvalidArgumentError(
    `Give in-order, out-of-order, or shifted:<hours> such as shifted:-12, at most ${MAX_ID_SHIFT_HOURS} hours either way.`,
  );
}
