import type { EdgesIdentity } from "../../edges/identity.ts";
import { counted } from "../../report/words.ts";
import { type Check, failing, ok, warning } from "./check.ts";

/** Ids that are named; `sweeper identities` shows the rest. */
const MAX_NAMED = 3;

/** Whether the identities can act. `unreadable`: listed without a usable id; `hasMore`: only the first page was read. */
export function identitiesCheck(read: readonly EdgesIdentity[], unreadable: number, hasMore: boolean): Check {
  const where = hasMore ? " on the first page" : "";
  if (read.length + unreadable === 0)
    return failing("identities", "none", "connect LinkedIn accounts at https://app.edges.run, then look again");
  const off = read.filter(({ connected }) => !connected);
  const found = `${read.length - off.length} of ${counted(read.length, "identity", "identities")}${where} connected`;
  const named = off.slice(0, MAX_NAMED).map(({ identityId, statuses }) => {
    return `${identityId} (${statuses.join(", ") || "no account"})`;
  });
  const rest = off.length > MAX_NAMED ? ` and ${off.length - MAX_NAMED} more` : "";
  const reconnect = "connect the account anew at https://app.edges.run; `sweeper identities` shows all";
  if (off.length > 0 || read.length === 0) {
    const not = named.length === 0 ? `; ${unreadable} cannot be read` : `; not: ${named.join(", ")}${rest}`;
    return (off.length === read.length ? failing : warning)("identities", `${found}${not}`, reconnect);
  }
  if (unreadable > 0) {
    const remedy = "ask Edges' support: its answer has changed";
    return warning("identities", `${found}; ${unreadable} more cannot be read`, remedy);
  }
  return ok("identities", found);
}
