import * as z from "zod/mini";
import { IDENTITY_ID } from "../domain/identity-id.ts";
import { own } from "../domain/own-property.ts";
import { shownText } from "./fields.ts";

export interface EdgesIdentity {
  /** `uid`. */
  readonly identityId: string;
  readonly name: string | null;
  /** IANA name as Edges has it, unchecked. */
  readonly timezone: string | null;
  /** Inference, see `CONNECTED`. */
  readonly connected: boolean;
  /** `accounts[].status` as they came, for display. Empty: no account, or none with a readable status. */
  readonly statuses: readonly string[];
}

/**
 * Statuses taken for "this account can act". Inference: the documents name the field and none of its values. One that
 * is not in here leaves the identity out of the run, where it is shown with its status, rather than risk calls on an
 * account that is cut off.
 */
const CONNECTED: ReadonlySet<string> = new Set(["connected", "valid", "active", "ok"]);

const identity = z.object({
  uid: z.string().check(z.regex(IDENTITY_ID)),
  name: shownText,
  timezone: shownText,
  accounts: z.catch(z.array(z.unknown()), []),
});

/** Reads one item of the identities list. Null: it has no usable `uid`. */
export function readIdentity(item: unknown): EdgesIdentity | null {
  const read = z.safeParse(identity, item);
  if (!read.success) return null;
  const { uid, name, timezone, accounts } = read.data;
  const statuses = accounts
    .map((account) => z.parse(shownText, own(account, "status")))
    .filter((status) => status !== null);
  const connected = statuses.some((status) => CONNECTED.has(status.toLowerCase()));
  return { identityId: uid, name, timezone, connected, statuses };
}
