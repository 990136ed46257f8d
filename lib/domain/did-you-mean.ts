import { nearestByDistance } from "./edit-distance.ts";

const MAX_NAMED = 3;

/** `; did you mean "thresholdDays"?` for a mistyped one of `names`, in capitals or not; nothing where none is near. */
export function didYouMean(text: string, names: readonly string[]): string {
  const near = nearestByDistance(text.toLowerCase(), names, (name) => name.toLowerCase()).slice(0, MAX_NAMED);
  return near.length === 0 ? "" : `; did you mean ${near.map((name) => `"${name}"`).join(" or ")}?`;
}
