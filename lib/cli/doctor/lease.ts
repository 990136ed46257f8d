import { GetParameterCommand, ParameterNotFound, SSMClient } from "@aws-sdk/client-ssm";
import * as z from "zod/mini";
import type { Mode } from "../../domain/mode.ts";
import { homeRegionOf, liveLeaseName } from "../stack/live-lease-name.ts";
import { type Check, failing, ok, warning } from "./check.ts";
import { ask } from "./look.ts";
import type { StackInView } from "./stack-in-view.ts";

const leaseText = z.object({ stack: z.string(), region: z.optional(z.string()) });
type Lease = z.output<typeof leaseText>;

/** Which stack of the account is live with this stack's key: two would each make all the calls a day allows. */
export async function leaseCheck(
  { place }: Pick<StackInView, "place">,
  apiKey: string,
  mode: Mode | null,
): Promise<Check> {
  const region = place.region ?? "us-east-1";
  const ssm = new SSMClient({ region: homeRegionOf(region) });
  try {
    const { Parameter } = await ask("ssm:GetParameter", () =>
      ssm.send(new GetParameterCommand({ Name: liveLeaseName(apiKey) })),
    ).catch((error: unknown) => {
      if (error instanceof Error && error.cause instanceof ParameterNotFound) return { Parameter: undefined };
      throw error;
    });
    return judgeLease(Parameter?.Value ?? null, { stack: place.stack, region }, mode);
  } finally {
    ssm.destroy();
  }
}

/** By the text of the lease, null where nobody holds it. */
export function judgeLease(
  text: string | null,
  own: { readonly stack: string; readonly region: string },
  mode: Mode | null,
): Check {
  const set = `sweeper policy set mode=live --stack ${own.stack}`;
  if (text === null) {
    if (mode !== "live") return ok("live lease", "no stack is live with this key");
    return warning("live lease", "this stack is live without it: a second one could be too", set);
  }
  const lease = readLease(text);
  if (lease === null) return warning("live lease", "its parameter cannot be read", set);
  if (lease.stack === own.stack && (lease.region ?? own.region) === own.region)
    return ok("live lease", "held by this stack");
  const other = `${lease.stack}${lease.region === undefined ? "" : ` (${lease.region})`}`;
  const found = `held by ${other}, with the same key`;
  const remedy = `sweeper policy set mode=dry-run --stack ${lease.stack}, or mode=dry-run on this one`;
  if (mode === "live") return failing("live lease", `${found}, and this stack is live too`, remedy);
  return warning("live lease", found, "this stack stays dry until that one gives it up");
}

function readLease(text: string): Lease | null {
  try {
    return z.parse(leaseText, JSON.parse(text));
  } catch {
    return null;
  }
}
