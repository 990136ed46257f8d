/**
 * Files of tests that replace a module, a client, a timer, or the folder of the process: each is run with modules of its own. Every
 * other file shares what it imports with the files before it. `test/architecture.test.ts` holds this list against the files.
 */
export const APART: readonly string[] = [
  "test/analytics/standing-advice.test.ts",
  "test/cli/commands/doctor.test.ts",
  "test/cli/commands/run.exit-code.test.ts",
  "test/cli/commands/run.unwritable.test.ts",
  "test/cli/commands/sandbox.unwritable.test.ts",
  "test/cli/commands/use.test.ts",
  "test/cli/dead-letters/stack-box.test.ts",
  "test/cli/open-target.custom-data.test.ts",
  "test/cli/stack/open-stack.test.ts",
  "test/cli/stack/stack-place.test.ts",
  "test/cli/withdraw/send-requests.test.ts",
  "test/cli/wrong-clock.test.ts",
  "test/hostile/arguments.test.ts",
  "test/hostile/stack.test.ts",
  "test/infra/grants.in-use.test.ts",
  "test/infra/sweeper-metrics.test.ts",
  "test/ledger/dynamo-table.reading.test.ts",
  "test/local/dynalite-folder.full-disk.test.ts",
  "test/local/long-waits.test.ts",
  "test/local/run.flags-in-doubt.test.ts",
  "test/probe/probe.test.ts",
  "test/queue/sqs-queue.test.ts",
  "test/sandbox/journal.full.test.ts",
  "test/settings/find-live-order.handler.test.ts",
  "test/settings/secret-api-key.test.ts",
  "test/settings/ssm-policy.test.ts",
  "test/sweep/time-budget.test.ts",
];
