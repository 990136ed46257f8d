import { policyInCdkJson } from "../config.ts";
import { readClockLead } from "../local/clock-lead.ts";
import { dataLayout } from "../local/data-layout.ts";
import { createPolicyFile } from "../local/policy-file.ts";
import { createStopsFile, LOCAL_STOPS } from "../local/stops-file.ts";
import type { EdgesTarget, Workspace } from "../local/workspace.ts";
import { knowIdentities } from "../report/reader.ts";
import { stoppedPolicyStore } from "../settings/stopped-policy.ts";
import { clockAndWaits } from "./clock-and-waits.ts";
import { edgesApiKey, edgesBaseUrl, edgesCustomData, edgesPlan } from "./edges-address.ts";
import { UsageError } from "./errors.ts";
import type { Io } from "./io.ts";
import { learnNames } from "./learn-names.ts";
import type { OpenPolicy } from "./open-policy.ts";
import type { Target, TargetOptions } from "./target-types.ts";

/**
 * Opens what the options name, and loads what that needs: the clients of AWS, or this machine's servers. `traceless`:
 * nothing may be written on this machine.
 */
export async function openTarget(options: TargetOptions, io: Io, traceless = false): Promise<Target> {
  if (options.stack === undefined) return openLocal(options, io, traceless);
  const { openStack } = await import("./stack/open-stack.ts");
  return openStack(options.stack, io, clockAndWaits(io));
}

/** Local mode, whatever the options say of a stack. */
export async function openLocal(options: TargetOptions, io: Io, traceless = false): Promise<Workspace> {
  const { openWorkspace } = await import("../local/workspace.ts");
  const workspace = await openWorkspace({
    root: options.data,
    edges: edgesTarget(options, io),
    customData: edgesCustomData(io),
    plan: edgesPlan(io),
    policySeed: policyInCdkJson(process.cwd()),
    traceless,
    ...(io.parts !== undefined && { parts: io.parts }),
    ...clockAndWaits(io),
  });
  // The sandbox's people are made up, and its names are here without a call.
  knowIdentities(workspace.sandbox?.world.spec.identities.map(({ uid, name }) => ({ identityId: uid, name })) ?? []);
  return { ...workspace, edges: learnNames(workspace.edges) };
}

/**
 * The policy and its stops alone. They lie beside the ledger and need none of it, so that the kill switch works while a run
 * has the ledger open: the functions read both anew before every call.
 */
export async function openPolicy(options: TargetOptions, io: Io): Promise<OpenPolicy> {
  if (options.stack !== undefined) {
    const { openStackPolicy } = await import("./stack/stack-policy.ts");
    return openStackPolicy(options.stack);
  }
  const baseUrl = options.edges === "sandbox" ? null : edgesBaseUrl(io);
  const { policy, stops: path } = dataLayout(options.data, baseUrl);
  const stops = createStopsFile(path);
  const store = stoppedPolicyStore(createPolicyFile(policy, policyInCdkJson(process.cwd())), stops, LOCAL_STOPS);
  return { ...store, ...LOCAL_STOPS, stops, goesByPolicyAlone: false };
}

/** The time of what the options name: the sandbox's clock may run ahead of everybody's. */
export function timeOfTarget({ stack, data, edges }: TargetOptions): Date {
  const aheadMs = stack === undefined && edges === "sandbox" ? readClockLead(dataLayout(data, null)) : 0;
  return new Date(Date.now() + aheadMs);
}

function edgesTarget({ edges }: TargetOptions, io: Io): EdgesTarget {
  if (edges === "sandbox") return { kind: "sandbox" };
  const baseUrl = edgesBaseUrl(io);
  const apiKey = edgesApiKey(io);
  if (apiKey === "") {
    throw new UsageError(
      "EDGES_API_KEY is not set: make a key at https://app.edges.run/settings/developers and set it",
    );
  }
  return { kind: "api", apiKey, baseUrl };
}
