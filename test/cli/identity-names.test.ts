import { expect, it } from "vitest";
import { identityNames } from "../../lib/cli/identity-names.ts";
import type { Target } from "../../lib/cli/target.ts";

const targetThat = (listIdentities: Target["edges"]["listIdentities"]) =>
  ({ edges: { listIdentities }, skipWaits: (work) => work }) as Pick<Target, "edges" | "skipWaits">;

it("says that there are no names where Edges cannot be asked, and does not fail", async () => {
  const told: string[] = [];
  const target = targetThat(() => Promise.reject(new RangeError("no key")));

  expect(await identityNames(target, { err: (text) => void told.push(text) })).toEqual(new Map());
  expect(told).toEqual([expect.stringContaining("(RangeError): they are left empty")]);
});
