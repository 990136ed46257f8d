import { readBase } from "../edges/address.ts";
import { EDGES_BASE_URL } from "../edges/client.ts";
import { type CustomDataShape, readCustomData } from "../edges/custom-data.ts";
import { type EdgesPlan, readPlan } from "../edges/plan-rates.ts";
import { UsageError } from "./errors.ts";
import type { Io } from "./io.ts";

/** `EDGES_BASE_URL`, or the real API where it is not set. Throws `UsageError` for what is no address. */
export function edgesBaseUrl({ env }: Pick<Io, "env">): string {
  const text = env.EDGES_BASE_URL?.trim() ?? EDGES_BASE_URL;
  try {
    readBase(text);
  } catch {
    throw new UsageError(`EDGES_BASE_URL is "${text}"; accepted: an http or https address such as ${EDGES_BASE_URL}`);
  }
  return text;
}

/** The key for the real API; empty when none is set. */
export function edgesApiKey({ env }: Pick<Io, "env">): string {
  return env.EDGES_API_KEY?.trim() ?? "";
}

/** How `EDGES_CUSTOM_DATA` wants `custom_data` sent; null for none. Throws `UsageError` for another word. */
export function edgesCustomData({ env }: Pick<Io, "env">): CustomDataShape | null {
  try {
    return readCustomData(env.EDGES_CUSTOM_DATA);
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
}

/** The plan in `EDGES_PLAN`, whose rate lists of the workspace keep to; the slowest for none. Throws `UsageError`. */
export function edgesPlan({ env }: Pick<Io, "env">): EdgesPlan {
  try {
    return readPlan(env.EDGES_PLAN?.trim());
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
}
