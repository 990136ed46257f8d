import { expect, it } from "vitest";
import { startSweeper, sweeper, temporaryFolder } from "../helpers/command-line.ts";
import { fieldApi } from "../helpers/field-api.ts";
import type { FieldFault } from "../helpers/field-state.ts";
import { keepsLedgersOnDisk } from "../helpers/memory-folders.ts";
import { ANA } from "../helpers/test-bed.ts";

keepsLedgersOnDisk();

const REFUSED: FieldFault = {
  match: { action: "linkedin-extract-sent-invitations" },
  do: "status:429:STATUS_429",
  times: 3,
};

/** Each waits for a minute and more in real time, with nobody at a terminal. */
it.each([
  ["preview", ["preview"], [REFUSED], "the API asks for a wait before the next request"],
  ["reconcile", ["reconcile", ANA, "--yes"], [], "a call under way, and the gap after it"],
  ["run", ["run", "--live", "--yes"], [], "the next call is due then, after its gap or what the API asked for"],
] as const)("%s says why it waits, and until when, before the wait is over", async (name, argv, faults, why) => {
  const { env } = await fieldApi({
    identities: { [ANA]: { name: "Ana", invitations: [{ id: 7n, sent_date: "2026-01-01", profile_id: 1 }] } },
    faults,
  });
  const target = ["--edges", "real", "--data", temporaryFolder()];
  if (name === "reconcile") await sweeper(["run", ...target], { env });
  const { child, said } = startSweeper([...argv, ...target], { env });

  await new Promise<void>((resolve) => {
    child.stderr.on("data", () => {
      if (said().err.includes("waiting until")) resolve();
    });
    child.once("exit", () => resolve());
  });

  expect(said().err).toMatch(new RegExp(`^waiting until \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC: ${why}$`, "m"));
  expect(child.exitCode).toBeNull();
});
