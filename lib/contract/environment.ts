/** The functions' environment, by name. The infrastructure sets these and the runtime reads them. */
export const ENVIRONMENT = {
  invitationsTable: "INVITATIONS_TABLE",
  identitiesTable: "IDENTITIES_TABLE",
  runsTable: "RUNS_TABLE",
  flagsTable: "FLAGS_TABLE",
  sweepQueueUrl: "SWEEP_QUEUE_URL",
  withdrawQueueUrl: "WITHDRAW_QUEUE_URL",
  startRunQueueUrl: "START_RUN_QUEUE_URL",
  cleanupQueueUrl: "CLEANUP_QUEUE_URL",
  policyParameter: "POLICY_PARAMETER",
  edgesApiKeySecret: "EDGES_API_KEY_SECRET",
  edgesBaseUrl: "EDGES_BASE_URL",
  edgesCustomData: "EDGES_CUSTOM_DATA",
  edgesPlan: "EDGES_PLAN",
  spreadMinutes: "SPREAD_MINUTES",
  retentionDays: "RETENTION_DAYS",
  digestBucket: "DIGEST_BUCKET",
  digestTopic: "DIGEST_TOPIC_ARN",
  digestCron: "DIGEST_CRON",
  digestTimezone: "DIGEST_TIMEZONE",
  digestLinkHours: "DIGEST_LINK_HOURS",
} as const;

/** What the logger and the metrics of Powertools read by themselves; the service is the stack's name. */
export const POWERTOOLS_ENVIRONMENT = {
  service: "POWERTOOLS_SERVICE_NAME",
  metricsNamespace: "POWERTOOLS_METRICS_NAMESPACE",
} as const;

type Variable = keyof typeof ENVIRONMENT;

/** Days that ended invitations are kept. Nothing but a whole number counts: a 0 or a typing error would delete them all. */
export function readRetentionDays(env: Readonly<Record<string, string | undefined>>): number {
  const text = env[ENVIRONMENT.retentionDays];
  if (text === undefined || text === "") return DEFAULT_RETENTION_DAYS;
  if (!/^[1-9]\d{0,4}$/.test(text)) {
    throw new Error(`${ENVIRONMENT.retentionDays} is "${text}"; accepted: a whole number of days, at least 1`);
  }
  return Number(text);
}

export const DEFAULT_RETENTION_DAYS = 730;

/** Minutes over which a run's sweeps are begun; 0 where nothing is said. */
export function readSpreadMinutes(env: Readonly<Record<string, string | undefined>>): number {
  const text = env[ENVIRONMENT.spreadMinutes] ?? "";
  if (text === "") return 0;
  if (!/^\d{1,4}$/.test(text)) throw new Error(`${ENVIRONMENT.spreadMinutes} is "${text}"; accepted: whole minutes`);
  return Number(text);
}

/** Reads the named variables; all missing ones are reported together, by the name a person would set. */
export function readEnvironment<const Names extends readonly Variable[]>(
  names: Names,
  env: Readonly<Record<string, string | undefined>>,
): Record<Names[number], string> {
  const missing = names.filter((name) => (env[ENVIRONMENT[name]] ?? "") === "");
  if (missing.length > 0) {
    throw new Error(`missing in the environment: ${missing.map((name) => ENVIRONMENT[name]).join(", ")}`);
  }
  return Object.fromEntries(names.map((name) => [name, env[ENVIRONMENT[name]]])) as Record<Names[number], string>;
}
