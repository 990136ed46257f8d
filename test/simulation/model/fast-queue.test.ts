import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SWEEP_QUEUE } from "../../../lib/contract/queues.ts";
import { createQueueModel, type QueueModel } from "../../../lib/local/memory/queue-model.ts";
import { createFastQueue } from "./fast-queue.ts";

const DEFINITION = { ...SWEEP_QUEUE, visibilitySeconds: 30, retentionSeconds: 900, maxReceiveCount: 3 };

type Step =
  | { readonly kind: "send"; readonly group: number; readonly dedup: number }
  | { readonly kind: "receive" }
  | { readonly kind: "remove"; readonly pick: number }
  | { readonly kind: "hide"; readonly pick: number; readonly seconds: number }
  | { readonly kind: "wait"; readonly seconds: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("send"), group: fc.nat({ max: 5 }), dedup: fc.nat({ max: 400 }) }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("receive") }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("remove"), pick: fc.nat({ max: 30 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ kind: fc.constant("hide"), pick: fc.nat({ max: 30 }), seconds: fc.constantFrom(0, 5, 40, 400) },
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("wait"), seconds: fc.constantFrom(1, 10, 31, 310) }) },
) as fc.Arbitrary<Step>;

/** Plays the steps on one queue and answers everything that can be seen of it. */
function play(
  make: typeof createQueueModel,
  steps: readonly Step[],
  window: number,
): { readonly seen: unknown[]; readonly beyond: boolean } {
  let now = 1_000_000;
  const seen: unknown[] = [];
  const handles: string[] = [];
  let beyond = false;
  const expired = (body: string) => seen.push(["expired", body]);
  const queue: QueueModel = make(
    DEFINITION,
    () => now,
    (dead) => seen.push(["dead", dead]),
    { window, onExpired: expired },
  );
  for (const one of steps) {
    const handle = "pick" in one ? (handles.at(-1 - (one.pick % Math.max(1, handles.length))) ?? "none") : "none";
    if (one.kind === "send") {
      seen.push(queue.send({ group: `g${one.group}`, dedup: `d${one.dedup}`, body: `${one.group}/${one.dedup}` }));
    } else if (one.kind === "receive") {
      const received = queue.receive();
      if (received !== null) handles.push(received.receiptHandle);
      seen.push(received);
    } else if (one.kind === "remove") seen.push(queue.remove(handle));
    else if (one.kind === "wait") now += one.seconds * 1_000;
    else {
      try {
        queue.hide(handle, one.seconds);
      } catch (error) {
        seen.push(error instanceof Error ? error.name : error);
      }
    }
    beyond ||= queue.isBeyondWindow();
    seen.push([queue.nextAt(), queue.size(), queue.isBeyondWindow()]);
  }
  return { seen, beyond };
}

describe("the queue for a million messages", () => {
  it("does what the plain one does, on any schedule and with any window", () => {
    let beyond = 0;
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 120, size: "max" }),
        fc.integer({ min: 1, max: 12 }),
        (steps, window) => {
          const plain = play(createQueueModel, steps, window);

          expect(play(createFastQueue, steps, window).seen).toEqual(plain.seen);
          if (plain.beyond) beyond += 1;
        },
      ),
      { numRuns: 400 },
    );
    // A window that no schedule comes up against would agree about nothing.
    expect(beyond).toBeGreaterThan(40);
  });
});

describe.each([
  ["the plain queue", createQueueModel],
  ["the queue for a million", createFastQueue],
] as const)("%s", (_, make) => {
  it("finds no free group behind a backlog that fills its window", () => {
    const queue = make(
      SWEEP_QUEUE,
      () => 0,
      () => {},
      { window: 3 },
    );
    for (const [group, dedup] of ["a1", "a2", "a3", "b1"].map((text) => [text[0] ?? "", text] as const)) {
      queue.send({ group, dedup, body: dedup });
    }

    const first = queue.receive();
    const second = queue.receive();
    const blocked = queue.isBeyondWindow();
    queue.remove(first?.receiptHandle ?? "");
    const third = queue.receive();
    const fourth = queue.receive();

    expect([first?.body, second, blocked]).toEqual(["a1", null, true]);
    expect([third?.body, fourth?.body]).toEqual(["a2", "b1"]);
  });
});
