import type { TargetOptions } from "./target.ts";
import { SANDBOX_BANNER } from "./target-place.ts";

export { SANDBOX_BANNER };

/** The banner of what is made from a target's data; null where they are real. */
export function bannerOf({ edges }: Pick<TargetOptions, "edges">): string | null {
  return edges === "sandbox" ? SANDBOX_BANNER : null;
}

/** A text with the banner of its target above it. */
export function withBanner(options: Pick<TargetOptions, "edges">, text: string): string {
  const banner = bannerOf(options);
  return banner === null ? text : `${banner}\n\n${text}`;
}
