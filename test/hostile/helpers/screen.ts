import { expect } from "vitest";

/** Nothing a terminal would act on but line ends and tabs, and nothing that turns the direction of writing. */
export function expectHarmless(text: string): void {
  expect(text).not.toMatch(/(?![\t\n])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
}

/** Lines of the kind Node prints for an error that nobody caught. */
export function expectNoStackTrace(text: string): void {
  expect(text).not.toMatch(/^\s+at .+[:(]\d+:\d+/m);
  expect(text).not.toMatch(/node:internal|UnhandledPromise/);
}
