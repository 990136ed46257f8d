import { expect, it } from "vitest";
import { onCleanupMessages } from "../../lib/cleanup/on-messages.ts";
import { cleanupMessages } from "../../lib/cleanup/start-cleanup.ts";
import { parseCleanupMessage } from "../../lib/contract/messages.ts";
import { keepingQueue, withoutWaiting } from "../helpers/hand-delivery.ts";
import { ANA } from "../helpers/test-bed.ts";
import { cleanupBedFor } from "./helpers/cleanup-bed.ts";

it("hides its message while the run is under way, sends it anew when it was received often, and is done in the end", async () => {
  const { bed, c, cleanupId, finish } = await cleanupBedFor({}, {}, 3);
  const hidden: number[] = [];
  const cleanup = { ...keepingQueue(), hide: async (_receipt: string, seconds: number) => void hidden.push(seconds) };
  const [message] = cleanupMessages(cleanupId, [ANA]);
  const eventOf = (receives: number) => {
    const attributes = { ApproximateReceiveCount: String(receives) };
    return { Records: [{ messageId: "m-1", receiptHandle: "r-1", body: message?.body ?? "", attributes }] } as never;
  };
  const receive = (receives: number) =>
    withoutWaiting(bed, onCleanupMessages({ ...c, queues: { cleanup } }, eventOf(receives)));

  expect(await receive(1)).toEqual({ batchItemFailures: [{ itemIdentifier: "m-1" }] });
  expect(hidden).toHaveLength(1);
  expect(await receive(18)).toEqual({ batchItemFailures: [] });
  expect(cleanup.sent.map(({ body }) => parseCleanupMessage(body))).toEqual([parseCleanupMessage(message?.body ?? "")]);
  expect(cleanup.sent[0]?.dedup).not.toBe(message?.dedup);

  await finish();
  expect(await receive(2)).toEqual({ batchItemFailures: [] });
  expect(cleanup.sent).toHaveLength(1);
});
