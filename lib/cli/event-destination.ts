import type { Destination } from "../local/events/delivery.ts";
import { eventCommand } from "../local/events/event-command.ts";
import { webhook } from "../local/events/webhook.ts";
import { UsageError } from "./errors.ts";
import type { Io } from "./io.ts";

/** What the signature of every posted event is made with. */
const SECRET = "SWEEPER_WEBHOOK_SECRET";

/** `--on-event`: an http or https address is a webhook, anything else a command. The address is in no message. */
export function eventDestination(text: string, env: Io["env"]): Destination {
  if (text.trim() === "" || text.includes("\0")) {
    throw new UsageError("--on-event is empty: give a command, or the http or https address of a webhook");
  }
  const scheme = /^\s*([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return eventCommand(text);
  if (scheme !== "http" && scheme !== "https") {
    throw new UsageError(`--on-event is an address that begins with ${scheme}://; accepted: http:// and https://`);
  }
  const address = URL.parse(text.trim());
  if (address === null) throw new UsageError("--on-event is an address that cannot be read; check it");
  if (address.username !== "" || address.password !== "") {
    throw new UsageError(
      `--on-event is an address with a user name or password in it; leave them out: events are signed with ${SECRET}`,
    );
  }
  const secret = env[SECRET]?.trim() ?? "";
  if (secret === "") {
    throw new UsageError(
      `${SECRET} is not set: make a secret, for instance with \`openssl rand -hex 32\`, set it here and where the webhook checks the signature`,
    );
  }
  return webhook(address, secret);
}
