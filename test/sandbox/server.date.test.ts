import { expect, it, onTestFinished } from "vitest";
import { startSandbox } from "../../lib/sandbox/server.ts";

it("dates its answers by the clock that it lives by, also where that is days ahead of the machine's", async () => {
  const now = Date.parse("2031-03-04T05:06:07.890Z");
  const sandbox = await startSandbox({ clock: { now: () => now, sleep: async () => {} } });
  onTestFinished(() => sandbox.close());

  const answer = await fetch(`${sandbox.url}/identities`, { headers: { "x-api-key": sandbox.apiKey } });

  expect(answer.headers.get("date")).toBe("Tue, 04 Mar 2031 05:06:07 GMT");
});
