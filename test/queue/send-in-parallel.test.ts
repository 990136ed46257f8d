import { expect, it } from "vitest";
import type { OutgoingMessage } from "../../lib/queue/queue.ts";
import { sendInParallel } from "../../lib/queue/send-in-parallel.ts";

const messages = (count: number): OutgoingMessage[] =>
  Array.from({ length: count }, (_, index) => ({ group: `g${index}`, dedup: `d${index}`, body: "" }));

it("sends every message once, ten a request, with eight requests under way at most", async () => {
  const sent: OutgoingMessage[][] = [];
  let [underWay, most] = [0, 0];
  const send = async (batch: readonly OutgoingMessage[]) => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((resolve) => setImmediate(resolve));
    sent.push([...batch]);
    underWay -= 1;
  };

  await sendInParallel({ send }, messages(505));

  expect(sent.map(({ length }) => length).sort((a, b) => a - b)).toEqual([5, ...Array.from({ length: 50 }, () => 10)]);
  expect(new Set(sent.flat().map(({ dedup }) => dedup)).size).toBe(505);
  expect(most).toBe(8);
});

it("waits for what is under way, begins no more and throws when a request fails", async () => {
  let begun = 0;
  let ended = 0;
  const send = async () => {
    begun += 1;
    const mine = begun;
    await new Promise((resolve) => setImmediate(resolve));
    ended += 1;
    if (mine === 2) throw new Error("SQS is down");
  };

  await expect(sendInParallel({ send }, messages(500))).rejects.toThrow("SQS is down");
  expect(ended).toBe(begun);
  expect(begun).toBeLessThan(20);
});
