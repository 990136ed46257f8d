import { expect, it } from "vitest";
import { assistantOn, sweptWorld } from "./helpers/assistant.ts";

it("a client that asks for progress gets it while a list is read", async () => {
  const { env, data } = await sweptWorld();
  const { client } = await assistantOn(data, { env });
  const told: (string | undefined)[] = [];

  await client.callTool({ name: "preview", arguments: {} }, undefined, {
    onprogress: ({ message }) => void told.push(message),
  });

  expect(told).toEqual([expect.stringContaining("30 invitations so far")]);
});
