import { join } from "node:path";
import { replaceFile } from "../../local/data-layout.ts";
import type { Workspace } from "../../local/workspace.ts";
import { reportPage } from "../../report/html/page.ts";
import { reportText } from "../../report/report-text.ts";
import { withCommands } from "../../report/verdict/with-commands.ts";
import { SANDBOX_BANNER } from "../banner.ts";
import type { Io } from "../io.ts";
import { reportOf } from "../read-report.ts";
import { quoted } from "../shell-words.ts";
import { withNames } from "./names.ts";
import { estimatesAndTruth } from "./truth-shown.ts";

/** The report on the screen and as a page in `folder`, then its estimates beside the truth. */
export async function reportShown(w: Workspace, io: Io, folder: string): Promise<void> {
  const report = withCommands(await reportOf(w, io, {}), { program: "sweeper", target: `--data ${quoted(folder)}` });
  const page = join(folder, "report.html");
  replaceFile(page, reportPage(report, SANDBOX_BANNER));
  io.out(`3. What the log tells (as a page: ${page}):\n`);
  io.out(`${SANDBOX_BANNER}\n\n${reportText({ ...report, identities: withNames(w, report.identities) })}\n`);
  if (w.sandbox !== null) {
    const { analysis } = report.overall;
    io.out("4. Was that right? The log is all the estimates had; the sandbox knows the chances it drew from:\n");
    io.out(`${estimatesAndTruth(analysis, w.sandbox.world, w.clock.now(), report.policy.thresholdDays)}\n`);
  }
}
