import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_POLICY } from "../../../lib/domain/policy.ts";
import { EMBEDDED_PARTS, type LocalParts } from "../../../lib/local/parts.ts";
import { openWorkspace, type Workspace } from "../../../lib/local/workspace.ts";
import { seededRng } from "../../../lib/sandbox/rng.ts";

/** Does `work` with a workspace over the demo's team, live, in a folder that is thrown away. */
export async function withThrowAway(
  work: (workspace: Workspace) => Promise<unknown>,
  parts: LocalParts = EMBEDDED_PARTS,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "sweeper-speed-"));
  try {
    const workspace = await openWorkspace({
      root: folder,
      edges: { kind: "sandbox" },
      policySeed: { document: { ...DEFAULT_POLICY, mode: "live" }, where: "the meter" },
      startAt: new Date("2026-08-03T09:00:00.000Z"),
      random: seededRng("speed"),
      parts,
    });
    try {
      await work(workspace);
    } finally {
      await workspace.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
