import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Policy } from "../../domain/policy.ts";
import { dataLayout } from "../../local/data-layout.ts";
import { validPolicy } from "../../settings/policy-source.ts";
import { edgesBaseUrl } from "../edges-address.ts";
import type { Io } from "../io.ts";
import { openPolicy } from "../open-target.ts";
import { store } from "../policy-change.ts";
import type { TargetOptions } from "../target.ts";
import { type Change, hoursInZone } from "./cdk-change.ts";
import type { Settings } from "./questions.ts";

/** The policy of this machine, for the real API. */
export interface LocalPolicy {
  readonly path: string;
  readonly policy: Policy;
  /** It stands in a file of its own; otherwise `cdk.json` of the folder counts until somebody sets it. */
  readonly isOwn: boolean;
  change(settings: Settings, present: Settings): readonly Change[];
  write(settings: Settings, present: Settings): Promise<void>;
}

/** @throws PolicyError where it has faults */
export async function openLocalPolicy(data: string, io: Io): Promise<LocalPolicy> {
  const { policy: path } = dataLayout(data, edgesBaseUrl(io));
  const options: TargetOptions = { data, edges: "real", target: "", again: "" };
  const policies = await openPolicy(options, io);
  const there = await policies.document();
  const policy = validPolicy(there.document, there.where);
  const isOwn = existsSync(path) || !existsSync(join(process.cwd(), "cdk.json"));
  const changeOf = (settings: Settings, present: Settings) => differing(policy, settings, present);
  return {
    ...{ path, policy, isOwn },
    change: changeOf,
    async write(settings, present) {
      const changes = changeOf(settings, present);
      const values = Object.fromEntries(changes.map(({ path: key, to }) => [key, to]));
      const { document } = await policies.document();
      await store(policies, { ...(document as object), ...values });
    },
  };
}

/** Each setting that the policy has, where it is to be another. */
function differing(policy: Policy, settings: Settings, present: Settings): readonly Change[] {
  const { thresholdDays, binding } = settings;
  const workingHours = hoursInZone(settings, present, policy.workingHours?.timezone);
  const wanted = { thresholdDays, binding, workingHours };
  return (Object.keys(wanted) as (keyof typeof wanted)[]).flatMap((path) => {
    const [from, to] = [policy[path], wanted[path]];
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ path, from, to }];
  });
}
