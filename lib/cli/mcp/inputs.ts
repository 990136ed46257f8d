import { InvalidArgumentError } from "commander";
import * as z from "zod/mini";
import { type Moment, parseIdentity, parseMoment } from "../arguments.ts";
import { UsageError } from "../errors.ts";
import { harmlessText } from "./harmless-value.ts";

/** In characters; addresses with a trail of tracking parameters are the longest. */
const MAX_PERSON = 1000;

/**
 * One line of text in which everything can be seen: a person agrees to what is shown, so what is stored must not hold more.
 * Checked by a function, not by a pattern, for clients in other languages cannot read every pattern.
 */
export const line = (longest: number, description: string) =>
  z.string().check(
    z.minLength(1),
    z.maxLength(longest),
    z.refine(
      (text) => !/[\t\n]/.test(text) && harmlessText(text, text.length + 1) === text,
      "must be one line without invisible characters",
    ),
    z.refine((text) => text.trim() !== "", "must not be empty"),
    z.describe(description),
  );

export const person = line(
  MAX_PERSON,
  "the address of the profile, such as linkedin.com/in/ana-lee, a Sales Navigator id or address, or the person's numeric id",
);

export const identity = z.optional(line(200, "this identity only, by its id as the tool `identities` shows it"));

export const since = z.optional(line(40, 'a span such as "7d" or "12h", or a date such as "2026-11-01"'));

/** How many rows an answer has at most. */
export const limit = z.optional(
  z.int().check(z.minimum(1), z.maximum(500), z.describe("how many rows at most, 1 to 500; default 50")),
);

export const DEFAULT_LIMIT = 50;

/** @throws UsageError as the option of the same name on the command line */
export const readSince = (text: string): Moment => orUsageError("since", () => parseMoment(text));

/** @throws UsageError as the option of the same name on the command line */
export const ofIdentity = (text: string | undefined): { readonly identity?: string } =>
  text === undefined ? {} : { identity: orUsageError("identity", () => parseIdentity(text)) };

function orUsageError<Result>(name: string, parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw new UsageError(`${name}: ${error.message}`);
    throw error;
  }
}
