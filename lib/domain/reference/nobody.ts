/**
 * Names that stand for no one in particular: whoever is signed in, LinkedIn's placeholder for members it does not show,
 * and what a program writes where it has nothing.
 */
const NOBODY: ReadonlySet<string> = new Set([
  ...["me", "self", "unknown", "unavailable", "not-available", "not-found", "anonymous"],
  ...["linkedin-member", "linkedinmember", "linkedin-user", "linkedinuser"],
  ...["null", "nil", "none", "undefined", "nan", "na", "n-a", "true", "false", "0", "object-object"],
]);

/** Whether a profile's name names nobody, in any case and width, with whatever signs around it. */
export function namesNobody(slug: string): boolean {
  const core = slug
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{S}]+/gu, "-")
    .replace(/^-|-$/g, "");
  return core === "" || NOBODY.has(core);
}
