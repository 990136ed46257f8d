import { join } from "node:path";
import { replaceFile } from "../../local/data-layout.ts";
import type { Workspace } from "../../local/workspace.ts";
import { reportPage } from "../../report/html/page.ts";
import { reportText } from "../../report/report-text.ts";
import { withCommands } from "../../report/verdict/with-commands.ts";
import { SANDBOX_BANNER } from "../banner.ts";
import type { Io } from "../io.ts";
import { pageNames } from "../page-names.ts";
import { screenOf } from "../print-rows.ts";
import { reportOf } from "../read-report.ts";
import { quoted } from "../shell-words.ts";
import { estimatesAndTruth } from "./truth-shown.ts";

/** Where the data are. */
export interface ReportPlace {
  /** The data folder as its owner will find it. */
  readonly folder: string;
  /** Where it is now; the page is written there. */
  readonly now: string;
}

const PAGE = "report.html";

/** The report on the screen and as a page in the data folder, then its estimates beside the truth. */
export async function reportShown(w: Workspace, io: Io, { folder, now }: ReportPlace): Promise<void> {
  const report = withCommands(await reportOf(w, io, {}), { program: "sweeper", target: `--data ${quoted(folder)}` });
  replaceFile(join(now, PAGE), reportPage(report, SANDBOX_BANNER, pageNames(report)));
  io.out(`3. What the log tells (as a page: ${join(folder, PAGE)}):\n`);
  io.out(`${SANDBOX_BANNER}\n\n${reportText(report, screenOf(io))}\n`);
  if (w.sandbox !== null) {
    const { analysis } = report.overall;
    io.out("4. Was that right? The log is all the estimates had; the sandbox knows the chances it drew from:\n");
    io.out(
      `${estimatesAndTruth(analysis, w.sandbox.world, w.clock.now(), report.policy.thresholdDays, screenOf(io))}\n`,
    );
  }
}
