import type { Workspace } from "../../local/workspace.ts";

/** Shows the sandbox's people by name in place of their ids: they are made up, so nobody's name is told. */
export function withNames<Row extends { readonly identityId: string }>(
  { sandbox }: Pick<Workspace, "sandbox">,
  rows: readonly Row[],
): Row[] {
  const names = new Map(sandbox?.world.spec.identities.map(({ uid, name }) => [uid, name]));
  return rows.map((row) => ({ ...row, identityId: names.get(row.identityId) ?? row.identityId }));
}
