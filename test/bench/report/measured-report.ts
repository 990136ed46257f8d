import { DEFAULT_POLICY } from "../../../lib/domain/policy.ts";
import { readReport } from "../../../lib/report/reading/read-report.ts";
import type { ReportLedger } from "../../../lib/report/reading/report-ledger.ts";
import { printCount, printMemory, printTime } from "../print.ts";

/** Makes a report and prints what it took: reading and counting apart from the sections, which cost the same for any number. */
export async function measureReport(ledger: ReportLedger, now: Date): Promise<void> {
  const start = performance.now();
  const startCpu = process.cpuUsage();
  let reading = { cpu: 0, took: 0 };
  const onRead = () => {
    reading = { cpu: millisecondsOf(process.cpuUsage(startCpu)), took: performance.now() - start };
  };
  const report = await readReport(ledger, { policy: DEFAULT_POLICY, version: 1 }, { now, onRead });
  printTime("report: reading and counting", reading.took);
  printTime("report: all, with its sections", performance.now() - start);
  printTime("report: processor time of reading and counting", reading.cpu);
  printTime("report: processor time of this process, all", millisecondsOf(process.cpuUsage(startCpu)));
  printMemory("resident at its largest", process.resourceUsage().maxRSS * 1_024);
  printCount("observations", report.overall.analysis.counts.observed);
}

const millisecondsOf = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1_000;
