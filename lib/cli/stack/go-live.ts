import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { ApiKeyError } from "../../domain/api-key-error.ts";
import type { LeaseName } from "../../domain/stops.ts";
import { createSecretApiKey } from "../../settings/secret-api-key.ts";
import { UsageError } from "../errors.ts";
import type { LiveSwitch } from "../set-policy.ts";
import { giveUpLease, isDenied, type LeaseHolder, refuseIfHeld, takeLease } from "./live-lease.ts";
import { homeRegionOf, liveLeaseName } from "./live-lease-name.ts";
import { protectTables } from "./protect-tables.ts";
import { readStackOutputs } from "./stack-outputs.ts";
import { stackPlace } from "./stack-place.ts";

/**
 * What a stack does when it goes live and dry: it takes a lease in the name of its API key, so that no two stacks sweep the
 * same LinkedIn accounts, has its tables protected, and gives the lease up again.
 */
export function createLiveSwitch(stackName: string, now: Date, tell: (line: string) => void): LiveSwitch {
  return {
    async takeLease(held) {
      const holder = await holderOf(stackName);
      const lease = await take(liveLeaseName(await apiKeyOf(stackName)), holder, now, tell);
      // The key is another one since: nobody else would ever be let in by the old one's lease.
      if (held !== null && held.name !== lease.name) await giveUp(held, holder, tell);
      return lease;
    },
    protect: () => protectTables(stackName, tell),
    async giveUpLease(held) {
      const holder = await holderOf(stackName).catch(() => null);
      if (holder === null) return;
      for (const lease of held === null ? await leasesByKey(stackName, holder) : [held])
        await giveUp(lease, holder, tell);
    },
  };
}

async function holderOf(stackName: string): Promise<LeaseHolder> {
  const { stack, region, account } = await stackPlace(stackName);
  if (region === null) throw new UsageError(`CloudFormation does not say in which region ${stackName} is`);
  return { stack, region, account };
}

/** @throws UsageError with the command that fills the secret, when there is no key in it */
async function apiKeyOf(stackName: string): Promise<string> {
  const { edgesApiKeySecret } = await readStackOutputs(new CloudFormationClient({}), stackName, ["edgesApiKeySecret"]);
  try {
    return await createSecretApiKey(new SecretsManagerClient({}), edgesApiKeySecret, () => new Date())();
  } catch (error) {
    if (error instanceof ApiKeyError) throw new UsageError(`not set to live: ${error.message}`);
    throw error;
  }
}

/** In the partition's home region, where all stacks meet; in the stack's own where this account may not write there. */
async function take(name: string, holder: LeaseHolder, now: Date, tell: (line: string) => void): Promise<LeaseName> {
  const home = { name, region: homeRegionOf(holder.region) };
  try {
    await takeLease(home, holder, now, tell);
    return home;
  } catch (error) {
    if (!isDenied(error)) throw error;
    if (home.region === holder.region) throw denied(error, home.region);
  }
  await refuseIfHeld(home, holder);
  const own = { name, region: holder.region };
  try {
    await takeLease(own, holder, now, tell);
  } catch (error) {
    throw isDenied(error) ? denied(error, own.region) : error;
  }
  tell(
    `no parameter may be written in ${home.region}: the lease is held in ${own.region}, so that a second stack is noticed there alone`,
  );
  return own;
}

/** A stack that went live before its lease was noted: it may hold one by the key it has now. */
async function leasesByKey(stackName: string, { region }: LeaseHolder): Promise<readonly LeaseName[]> {
  const name = await apiKeyOf(stackName).then(liveLeaseName, () => null);
  if (name === null) return [];
  return [...new Set([homeRegionOf(region), region])].map((one) => ({ name, region: one }));
}

async function giveUp(lease: LeaseName, holder: LeaseHolder, tell: (line: string) => void): Promise<void> {
  try {
    await giveUpLease(lease, holder);
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    tell(
      `the lease could not be given up (${why}); to let another stack go live: aws ssm delete-parameter --name ${lease.name} --region ${lease.region}`,
    );
  }
}

const denied = (error: unknown, region: string): UsageError =>
  new UsageError(
    `not set to live: the lease that keeps a second stack from the same accounts cannot be taken (${error instanceof Error ? error.message : String(error)}). It needs ssm:PutParameter, ssm:GetParameter and ssm:DeleteParameter on parameter/invite-sweeper/live/* in ${region}`,
  );
