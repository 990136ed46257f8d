import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeContinuousBackupsCommand, DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { DIGEST_OUTPUTS, OPTIONAL_OUTPUTS, OUTPUTS } from "../../contract/outputs.ts";
import { counted } from "../../report/words.ts";
import { type Check, failing, ok, warning } from "./check.ts";
import { ask, look } from "./look.ts";
import { outputOf, type StackInView } from "./stack-in-view.ts";

const TABLES = [OUTPUTS.invitationsTable, OUTPUTS.identitiesTable, OUTPUTS.runsTable, OUTPUTS.flagsTable] as const;
const FUNCTIONS = [OUTPUTS.startRunFunction, OUTPUTS.sweepFunction, OUTPUTS.withdrawFunction] as const;
const DEAD_LETTERS = [
  ["start-run", OUTPUTS.startRunDeadLettersUrl],
  ["sweep", OUTPUTS.sweepDeadLettersUrl],
  ["withdraw", OUTPUTS.withdrawDeadLettersUrl],
  ["events", OUTPUTS.eventDeadLettersUrl],
  ["digest", DIGEST_OUTPUTS.digestDeadLettersUrl],
] as const;

/** Whether what is kept is safe: tables against deletion and mistakes, logs not for ever, nothing left among the dead. */
export async function keptChecks(stack: StackInView): Promise<readonly Check[]> {
  return [
    ...(await look("tables", () => tablesCheck(stack))),
    ...(await look("dead letters", () => deadLettersCheck(stack))),
    ...(await look("log retention", () => logsCheck(stack))),
  ];
}

/** How a table stands. */
export interface TableFound {
  readonly table: string;
  readonly status: string;
  readonly isProtected: boolean;
  /** Can be had back as it was at any second of the last 35 days. */
  readonly hasHistory: boolean;
}

async function tablesCheck(stack: StackInView): Promise<Check> {
  const found: TableFound[] = [];
  for (const output of TABLES) {
    const TableName = outputOf(stack, output);
    const { Table } = await ask("dynamodb:DescribeTable", () =>
      stack.dynamo.send(new DescribeTableCommand({ TableName })),
    );
    const { ContinuousBackupsDescription: backups } = await ask("dynamodb:DescribeContinuousBackups", () =>
      stack.dynamo.send(new DescribeContinuousBackupsCommand({ TableName })),
    );
    found.push({
      table: TableName,
      status: Table?.TableStatus ?? "unknown",
      isProtected: Table?.DeletionProtectionEnabled === true,
      hasHistory: backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === "ENABLED",
    });
  }
  return tableCheck(found, stack.outputs.get(OPTIONAL_OUTPUTS.removal) === "destroy");
}

/** `isTemporary`: the stack was deployed with `removal: destroy`, whose tables are to go with it. */
export function tableCheck(tables: readonly TableFound[], isTemporary: boolean): Check {
  const down = tables.filter(({ status }) => status !== "ACTIVE" && status !== "UPDATING");
  if (down.length > 0) {
    const list = down.map(({ table, status }) => `${table} ${status}`).join(", ");
    return failing("tables", list, "nothing can be read or written there: look at them in DynamoDB");
  }
  const open = isTemporary ? [] : tables.filter(({ isProtected }) => !isProtected);
  const short = tables.filter(({ hasHistory }) => !hasHistory);
  const faults = [
    ...(open.length > 0 ? [`${open.map(({ table }) => table).join(", ")} not protected against deletion`] : []),
    ...(short.length > 0 ? [`${short.map(({ table }) => table).join(", ")} without point-in-time recovery`] : []),
  ];
  if (faults.length === 0) {
    return ok(
      "tables",
      isTemporary ? "recoverable; they go with the stack (removal: destroy)" : "protected and recoverable",
    );
  }
  const [table = "TABLE"] = [...open, ...short].map((one) => one.table);
  const command =
    open.length > 0
      ? `aws dynamodb update-table --deletion-protection-enabled --table-name ${table}, for each`
      : `aws dynamodb update-continuous-backups --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true --table-name ${table}, for each`;
  return warning("tables", faults.join("; "), command);
}

async function deadLettersCheck(stack: StackInView): Promise<Check> {
  const counts: (readonly [string, number])[] = [];
  for (const [name, output] of DEAD_LETTERS) {
    const QueueUrl = name === "digest" ? stack.outputs.get(output) : outputOf(stack, output);
    if (QueueUrl === undefined) continue;
    const { Attributes } = await ask("sqs:GetQueueAttributes", () =>
      stack.sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl,
          AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        }),
      ),
    );
    const { ApproximateNumberOfMessages: waiting, ApproximateNumberOfMessagesNotVisible: held = "0" } =
      Attributes ?? {};
    if (waiting === undefined) throw new Error(`SQS does not count the dead letters of ${name}`);
    counts.push([name, Number(waiting) + Number(held)]);
  }
  return deadLetterCheck(counts, stack.place.stack);
}

export function deadLetterCheck(counts: readonly (readonly [string, number])[], stack: string): Check {
  const full = counts.filter(([, count]) => count > 0);
  if (full.length === 0) return ok("dead letters", "none");
  const found = full.map(([name, count]) => `${count} of ${name}`).join(", ");
  return warning("dead letters", found, `sweeper dead-letters list --stack ${stack}, and the runbook`);
}

async function logsCheck(stack: StackInView): Promise<Check> {
  const forEver: string[] = [];
  const names = [...FUNCTIONS.map((name) => outputOf(stack, name)), stack.outputs.get(DIGEST_OUTPUTS.digestFunction)];
  let most = 0;
  for (const FunctionName of names) {
    if (FunctionName === undefined) continue;
    const { LoggingConfig } = await ask("lambda:GetFunctionConfiguration", () =>
      stack.lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
    );
    const name = LoggingConfig?.LogGroup ?? `/aws/lambda/${FunctionName}`;
    const { logGroups = [] } = await ask("logs:DescribeLogGroups", () =>
      stack.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name })),
    );
    const group = logGroups.find(({ logGroupName }) => logGroupName === name);
    if (group === undefined) throw new Error(`there is no log group ${name}`);
    if (group.retentionInDays === undefined) forEver.push(name);
    else most = Math.max(most, group.retentionInDays);
  }
  if (forEver.length === 0) return ok("log retention", counted(most, "day"));
  return warning(
    "log retention",
    `${forEver.join(", ")} kept for ever`,
    `aws logs put-retention-policy --retention-in-days 30 --log-group-name ${forEver[0]}, for each`,
  );
}
