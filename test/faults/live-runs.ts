import { HTTP_TIMEOUT_MS } from "../../lib/contract/functions.ts";
import { DAY_MS, later } from "../../lib/domain/time.ts";
import { createEdgesClient } from "../../lib/edges/client.ts";
import type { BundleOptions } from "../../lib/local/bundles/bundled-functions.ts";
import { runOnce } from "../../lib/local/run.ts";
import { openWorkspace, type Workspace } from "../../lib/local/workspace.ts";
import { parsePolicyText } from "../../lib/settings/policy-source.ts";

/** Runs to make, as plain data: it may be handed to another process. */
export interface Order {
  /** The data folder. */
  readonly root: string;
  /** The sandbox, which runs elsewhere and outlives the runs. */
  readonly edges: { readonly url: string; readonly apiKey: string };
  /** Live, unless it says otherwise. */
  readonly policy: object;
  /** How many, a day apart from start to start. */
  readonly runs: number;
  /** Default: the functions' own. In real time, which no clock can put forward. */
  readonly httpTimeoutMs?: number | undefined;
  readonly bundles?: BundleOptions | undefined;
}

/** Opens the data folder as local mode does, makes the runs and closes it. Answers when each was started. */
export async function makeRuns(order: Order): Promise<Date[]> {
  // The embedded sandbox has nobody in it and is never asked; with it, the clock's lead is kept over a restart.
  const opened = await openWorkspace({
    root: order.root,
    edges: { kind: "sandbox", options: { identities: [] } },
    policySeed: { document: {}, where: "the test" },
  });
  const { clock } = opened;
  const edges = createEdgesClient({
    baseUrl: order.edges.url,
    apiKey: async () => order.edges.apiKey,
    now: clock.now,
    sleep: clock.sleep,
    timeoutMs: order.httpTimeoutMs ?? HTTP_TIMEOUT_MS,
  });
  const endpoints = { ...opened.endpoints, edges: order.edges.url, apiKey: order.edges.apiKey };
  const workspace: Workspace = { ...opened, edges, endpoints };
  const policy = parsePolicyText(JSON.stringify({ mode: "live", ...order.policy }), "the test");
  const source = { read: async () => ({ policy, version: 1 }) };
  const bundles = order.bundles === undefined ? {} : { bundles: order.bundles };
  const startedAt: Date[] = [];
  try {
    for (let run = 0; run < order.runs; run += 1) {
      const last = startedAt.at(-1);
      if (last !== undefined) clock.advance(later(last, DAY_MS));
      startedAt.push(clock.now());
      await runOnce(workspace, { policy: source, fastForward: true, ...bundles });
    }
  } finally {
    await edges.close();
    await opened.close();
  }
  return startedAt;
}
