import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import {
  DeleteParameterCommand,
  GetParameterCommand,
  ParameterAlreadyExists,
  ParameterNotFound,
  PutParameterCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import * as z from "zod/mini";
import type { LeaseName } from "../../domain/stops.ts";
import { timeInWords } from "../../report/words.ts";
import { UsageError } from "../errors.ts";

/** The one stack that may be live with an API key, as its parameter says. */
export interface LeaseHolder {
  readonly stack: string;
  readonly region: string;
  readonly account: string | null;
}

const leaseText = z.object({
  stack: z.string(),
  region: z.string(),
  account: z.nullable(z.string()),
  since: z.iso.datetime(),
});
type Lease = z.output<typeof leaseText>;

/**
 * Takes the lease for a stack; it may hold it already. One whose stack is gone is taken over, which is told.
 *
 * @throws UsageError when another stack holds it, or when that cannot be told; what SSM throws, also for lack of access
 */
export async function takeLease(
  { name, region }: LeaseName,
  holder: LeaseHolder,
  now: Date,
  tell: (line: string) => void,
): Promise<void> {
  const ssm = new SSMClient({ region });
  const Value = JSON.stringify({ ...holder, since: now.toISOString() });
  const put = (Overwrite: boolean) =>
    ssm.send(new PutParameterCommand({ Name: name, Value, Overwrite, Type: "String", ...DESCRIBED }));
  try {
    await put(false);
  } catch (error) {
    if (!(error instanceof ParameterAlreadyExists)) throw error;
    const there = await readLease(ssm, name).catch((unread: unknown) => {
      throw isDenied(unread) ? new UsageError(unreadableInWords({ name, region })) : unread;
    });
    if (isHeldBy(there, holder)) return;
    if (there !== null && (await stands(there, { name, region }))) throw new UsageError(heldInWords(there));
    // SSM has no write on a condition: of two that take it over at once the later one has it, which is looked at.
    await put(true);
    if (!isHeldBy(await readLease(ssm, name), holder)) {
      throw new UsageError("another stack went live at the same moment: look which, then set it again");
    }
    if (there !== null) tell(`the lease was held by ${nameOf(there)}, which is gone: it is taken over`);
  } finally {
    ssm.destroy();
  }
}

/**
 * For a region in which this one may not write: whether another stack holds the lease there.
 *
 * @throws UsageError when one does; what may not even be read is left to whoever tells that it is so
 */
export async function refuseIfHeld({ name, region }: LeaseName, holder: LeaseHolder): Promise<void> {
  const ssm = new SSMClient({ region });
  try {
    const there = await readLease(ssm, name);
    if (there === null || isHeldBy(there, holder)) return;
    if (await stands(there, { name, region })) throw new UsageError(heldInWords(there));
  } catch (error) {
    if (!isDenied(error)) throw error;
  } finally {
    ssm.destroy();
  }
}

export const isDenied = (error: unknown): boolean => error instanceof Error && error.name.startsWith("AccessDenied");

/** Gives it up where this stack holds it. False where it was not there, or another's. */
export async function giveUpLease({ name, region }: LeaseName, holder: LeaseHolder): Promise<boolean> {
  const ssm = new SSMClient({ region });
  try {
    const there = await readLease(ssm, name);
    if (there === null || !isHeldBy(there, holder)) return false;
    await ssm.send(new DeleteParameterCommand({ Name: name }));
    return true;
  } finally {
    ssm.destroy();
  }
}

const DESCRIBED = { Description: "invite-sweeper: the one stack that is live with an Edges API key" };

/** Null when there is none. */
async function readLease(ssm: SSMClient, name: string): Promise<Lease | null> {
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name }));
    const parsed = leaseText.safeParse(jsonOf(Parameter?.Value ?? ""));
    if (parsed.success) return parsed.data;
    throw new UsageError(
      `the parameter ${name} does not say which stack is live; look at it, and if none is: aws ssm delete-parameter --name ${name} --region ${await ssm.config.region()}`,
    );
  } catch (error) {
    if (error instanceof ParameterNotFound) return null;
    throw error;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isHeldBy = (lease: Lease | null, { stack, region, account }: LeaseHolder): boolean =>
  lease !== null &&
  lease.stack === stack &&
  lease.region === region &&
  (lease.account === null || account === null || lease.account === account);

/** Whether the stack that holds a lease is there still. What cannot be looked up is not taken for gone. */
async function stands({ stack, region }: Lease, lease: LeaseName): Promise<boolean> {
  const client = new CloudFormationClient({ region });
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    return Stacks.some(({ StackStatus }) => StackStatus !== "DELETE_COMPLETE");
  } catch (error) {
    if (error instanceof Error && error.name === "ValidationError" && /does not exist/.test(error.message))
      return false;
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new UsageError(
      `the stack ${stack} in ${region} is live with the same API key, and whether it is there still cannot be looked up (${why}). Nothing was changed. If it is gone: aws ssm delete-parameter --name ${lease.name} --region ${lease.region}`,
    );
  } finally {
    client.destroy();
  }
}

const unreadableInWords = ({ name, region }: LeaseName): string =>
  `a stack is live with the same API key, and which one may not be looked up: reading the parameter ${name} in ${region} is denied. Nothing was changed`;

const nameOf = ({ stack, region, account }: Lease): string =>
  `stack ${stack} (${[region, account].filter((part) => part !== null).join(", ")})`;

const heldInWords = (lease: Lease): string =>
  [
    `the ${nameOf(lease)} is live with the same API key since ${timeInWords(new Date(lease.since))}: both would sweep the same LinkedIn accounts, each with a daily cap of its own. Nothing was changed. Either`,
    `  sweeper policy set mode=dry-run --stack ${lease.stack}    (with AWS_REGION=${lease.region}) gives its place up, or`,
    `  npx cdk destroy ${lease.stack}    takes that stack away; then set this one to live again`,
  ].join("\n");
