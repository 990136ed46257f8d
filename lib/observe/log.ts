/**
 * The only fields a log line may carry. No names, titles or profile addresses, and none of the API's free text:
 * a field is added here on purpose or it is not logged.
 */
export const LOG_FIELDS = [
  "runId",
  "identityId",
  "invitationId",
  "attemptId",
  "runUid",
  "batch",
  "status",
  "mode",
  "policyVersion",
  "reason",
  "outcome",
  "reaction",
  "label",
  "ref",
  "until",
  "count",
  "left",
  "listed",
  "eligible",
  "queued",
  "share",
  "appeared",
  "vanished",
  "pages",
  "ageDays",
  "attempts",
  "confirmed",
  "trust",
  "durationMs",
  "offsetSeconds",
  "fault",
] as const;

export type LogFields = Readonly<Partial<Record<(typeof LOG_FIELDS)[number], string | number | boolean | null>>>;

export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** The listed fields of `fields` and nothing else, also when a caller got round the types. */
export function allowedFields(fields: LogFields = {}): LogFields {
  return Object.fromEntries(
    LOG_FIELDS.filter((name) => Object.hasOwn(fields, name)).map((name) => [name, fields[name]]),
  );
}
