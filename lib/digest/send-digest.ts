import type { Collaborators } from "../collaborators.ts";
import { earliest } from "../domain/time.ts";
import type { ReportData } from "../report/report-data.ts";
import { isQuiet } from "./digest-data.ts";
import type { DigestMail } from "./digest-mail.ts";
import { digestSubject } from "./digest-subject.ts";
import { digestText } from "./digest-text.ts";
import { type DigestLedger, readDigest } from "./read-digest.ts";
import type { ReportStore } from "./report-store.ts";

/** All the digest touches. It has neither Edges nor the queues: it can tell, and do nothing. */
export interface DigestCollaborators extends Pick<Collaborators, "clock" | "log" | "metrics" | "policy"> {
  readonly ledger: DigestLedger;
  /** When the digest before the one due at `due` was due. */
  readonly previous: (due: Date) => Date;
  readonly page: (report: ReportData) => string;
  readonly reports: ReportStore;
  readonly mail: DigestMail;
  readonly stackName: string;
}

export interface SentDigest {
  readonly subject: string;
  /** Where its report lies; null where there was nothing to tell. */
  readonly reportKey: string | null;
}

/**
 * Sends the digest that was due at `due`, of the period since the one before. Sent again for the same time it tells of the
 * same period and stores its report in the same place: the worst is a second mail.
 * Throws `PolicyError`, and what the ledger, S3 and SNS throw; nothing is mailed then.
 */
export async function sendDigest(c: DigestCollaborators, due: Date): Promise<SentDigest> {
  const now = c.clock.now();
  const period = { since: c.previous(due), until: earliest(due, now) };
  const target = `--stack ${c.stackName}`;
  const { data, report } = await readDigest(c.ledger, await c.policy.read(), period, { now, target });
  const stored = isQuiet(data) ? null : await c.reports.store(due, c.page(report));
  const subject = digestSubject(c.stackName, data);
  await c.mail.publish(subject, digestText(data, { report: stored, target }));
  const durationMs = c.clock.now().getTime() - now.getTime();
  c.log.info("digest sent", { until: period.until.toISOString(), count: data.threshold.observed, durationMs });
  return { subject, reportKey: stored?.key ?? null };
}
