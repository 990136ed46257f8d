import { ENVIRONMENT } from "../../contract/environment.ts";
import type { FunctionName } from "../../contract/functions.ts";
import type { PolicySource } from "../../settings/policy-source.ts";
import { LOCAL_AWS } from "../local-aws.ts";
import type { LocalQueue } from "../local-queues.ts";
import type { FunctionInTemplate, LocalSystem } from "../template/local-system.ts";
import type { Workspace } from "../workspace.ts";
import { allowLive } from "./allow-live.ts";
import { type BundledFunction, startBundledFunction } from "./bundled-function.ts";
import { findBundles } from "./find-bundles.ts";
import { startSettingsServer } from "./settings-server.ts";

export interface BundleOptions {
  /** Where `cdk synth` left the bundles. */
  readonly folder: string;
  /** The Node to run them on. Default: this process's. */
  readonly node?: string | undefined;
}

export interface BundledFunctions {
  readonly functions: Readonly<Record<FunctionName, BundledFunction>>;
  close(): Promise<void>;
}

/** Starts the three bundles, each in a process with the environment its template gives it, resolved to local parts. */
export async function startBundledFunctions(
  workspace: Workspace,
  system: LocalSystem,
  queues: ReadonlyMap<string, LocalQueue>,
  policy: PolicySource,
  { folder, node }: BundleOptions,
): Promise<BundledFunctions> {
  const bundles = findBundles(folder, system);
  await allowLive(workspace);
  const settings = await startSettingsServer(policy, workspace.endpoints.apiKey);
  const started: BundledFunction[] = [];
  const close = async () => {
    for (const one of started) await one.close();
    await settings.close();
  };
  const start = async (name: FunctionName): Promise<BundledFunction> => {
    const environment = {
      ...resolved(system.functions[name], queues),
      AWS_REGION: LOCAL_AWS.region,
      AWS_ACCESS_KEY_ID: LOCAL_AWS.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: LOCAL_AWS.credentials.secretAccessKey,
      AWS_LAMBDA_FUNCTION_NAME: system.functions[name].logicalId,
      AWS_ENDPOINT_URL_DYNAMODB: workspace.endpoints.dynamo,
      AWS_ENDPOINT_URL_SSM: settings.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: settings.url,
      [ENVIRONMENT.edgesBaseUrl]: workspace.endpoints.edges,
      // Also over what the template says: a run is the same with bundles and without.
      [ENVIRONMENT.edgesCustomData]: workspace.customData ?? "",
      [ENVIRONMENT.edgesPlan]: workspace.plan,
      // Whoever starts a run on this machine waits for it.
      [ENVIRONMENT.spreadMinutes]: "0",
    };
    const onLog = (line: string) => workspace.log.info(`${name}: ${line}`);
    const one = await startBundledFunction({ bundle: bundles[name], environment, clock: workspace.clock, onLog, node });
    started.push(one);
    return one;
  };
  try {
    const functions = {
      "start-run": await start("start-run"),
      sweep: await start("sweep"),
      withdraw: await start("withdraw"),
    };
    return { functions, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The template's environment with its references replaced: tables by their local names, queues by their addresses. */
function resolved(
  { environment }: FunctionInTemplate,
  queues: ReadonlyMap<string, LocalQueue>,
): Readonly<Record<string, string>> {
  const local = ({ ref }: { readonly ref: string }) => queues.get(ref)?.url ?? ref.replace(/Table$/, "");
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, typeof value === "string" ? value : local(value)]),
  );
}
