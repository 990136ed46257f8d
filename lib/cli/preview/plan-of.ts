import type { IdentityPreview } from "../../sweep/preview.ts";

/** Every listed invitation with its verdict, oldest first; none where the identity was not listed. */
export const planOf = ({ decision }: IdentityPreview) => decision?.plan ?? [];
