import { onTestFinished } from "vitest";
import { createEdgesClient, type EdgesClient, type EdgesClientOptions } from "../../../lib/edges/client.ts";
import type { EdgesFailure } from "../../../lib/edges/errors.ts";
import type { WithdrawAnswer, WithdrawalOrder } from "../../../lib/edges/withdraw.ts";

export const KEY = "key-5f0e2d9c1b7a";
export const NOW = new Date("2026-11-22T12:00:00.000Z");
export const IDENTITY = "44444444-4444-4444-4444-444444444444";

export interface EdgesUnderTest {
  readonly client: EdgesClient;
  /** Every wait the client asked for, in milliseconds. None is really waited. */
  readonly naps: number[];
}

/** A client at `baseUrl` with a still clock, no jitter and waits that are only recorded. */
export function edgesAt(baseUrl: string, overrides: Partial<EdgesClientOptions> = {}): EdgesUnderTest {
  const naps: number[] = [];
  const client = createEdgesClient({
    baseUrl,
    apiKey: async () => KEY,
    now: () => NOW,
    sleep: async (ms) => void naps.push(ms),
    random: () => 0,
    ...overrides,
  });
  onTestFinished(() => client.close());
  return { client, naps };
}

export function order(overrides: Partial<WithdrawalOrder> = {}): WithdrawalOrder {
  return {
    identityId: IDENTITY,
    invitationId: "7263514489210",
    urn: "urn:li:fsd_invitation:7263514489210",
    attemptId: "attempt-1",
    kind: "CONNECTION",
    mode: "live",
    ...overrides,
  };
}

/** The documented answer to `order()`. */
export const CONFIRMED = [
  { linkedin_invitation_id: "7263514489210", linkedin_invitation_urn: "urn:li:fsd_invitation:7263514489210" },
];

export function failureOf(answer: WithdrawAnswer): EdgesFailure {
  if (answer.kind === "done") throw new Error("the withdrawal was reported as done");
  return answer.failure;
}

/** A sent invitation as the vendor's documents show it. */
export function sentItem(id: number, overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    linkedin_invitation_id: String(id),
    linkedin_invitation_urn: `urn:li:fsd_invitation:${id}`,
    sent_date: "2026-10-01",
    linkedin_profile_url: `https://www.linkedin.com/in/person-${id}`,
    job_title: "Head of Testing",
    full_name: `Person ${id}`,
    first_name: "Person",
    last_name: String(id),
    sales_navigator_profile_id: `ACwAA${id}`,
    linkedin_profile_id: id,
    ...overrides,
  };
}

/** Runs a listing to its end: what it yielded and what it returned. */
export async function drain<Page, End>(listing: AsyncGenerator<Page, End, undefined>): Promise<[Page[], End]> {
  const pages: Page[] = [];
  for (;;) {
    const step = await listing.next();
    if (step.done) return [pages, step.value];
    pages.push(step.value);
  }
}
