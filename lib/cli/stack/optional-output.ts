import type { Stack } from "@aws-sdk/client-cloudformation";

/** An output that stacks of earlier versions lack; null where it is not there. */
export function optionalOutput(described: Stack | undefined, name: string): string | null {
  return described?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue ?? null;
}
