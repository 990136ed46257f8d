import { z } from "zod";
import { type Effect, effectSchema } from "./effect.ts";
import { faultsOf, type WorldSpec, worldSpecSchema } from "./identity-spec.ts";

const KIND = "invite-sweeper sandbox";
const VERSION = 1;

const headerSchema = z.strictObject({
  journal: z.literal(KIND),
  version: z.literal(VERSION),
  world: worldSpecSchema,
});

export function headerLine(world: WorldSpec): string {
  return `${JSON.stringify({ journal: KIND, version: VERSION, world })}\n`;
}

export function effectLine(effect: Effect): string {
  return `${JSON.stringify(effect)}\n`;
}

/** Throws when the first line is not the header of a journal this version can read. */
export function readHeader(file: string, line: string): WorldSpec {
  return read(file, 1, line, headerSchema).world;
}

/** Throws when the line is no effect, or one on an identity the world does not have. */
export function readEffect(file: string, number: number, line: string, world: WorldSpec): Effect {
  const effect = read(file, number, line, effectSchema);
  if (effect.effect !== "clock" && !world.identities.some(({ uid }) => uid === effect.identityId)) {
    throw unreadable(file, number, `there is no identity ${effect.identityId} in the first line`);
  }
  return effect;
}

function read<Value>(file: string, number: number, line: string, schema: z.ZodType<Value>): Value {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw unreadable(file, number, "it is not JSON");
  }
  const result = schema.safeParse(value);
  if (!result.success) throw unreadable(file, number, faultsOf(result.error));
  return result.data;
}

function unreadable(file: string, line: number, why: string): Error {
  return new Error(
    `The sandbox cannot read line ${line} of ${file}: ${why}. ` +
      "Nothing was changed; mend the line, or move the file away to begin anew.",
  );
}
