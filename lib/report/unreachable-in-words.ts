import { counted } from "./words.ts";

/** What became of invitations that five calls or more could not withdraw, and what a person can do; null where none. */
export function unreachableInWords(count: number): string | null {
  if (count === 0) return null;
  const [rest, which] = count === 1 ? ["it rests", "it is"] : ["they rest", "they are"];
  return (
    `${counted(count, "invitation")} unreachable: five calls or more had no effect; ${rest} for 3 to 24 days, ` +
    `then ${which} planned again; \`sweeper retry <id>\` ends the rest at once`
  );
}
