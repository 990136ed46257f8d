import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import type { ServerNotification, ServerRequest } from "@modelcontextprotocol/sdk/types.js";
import type { Io } from "../io.ts";

export type CallExtra = RequestHandlerExtra<ServerRequest, ServerNotification>;

export interface CallIo extends Io {
  /** What was said on standard error in this call: an assistant must not take half an answer for a whole one. */
  notices(): readonly string[];
}

/**
 * What a command's code may touch in one call. Standard output belongs to the protocol: what would be printed there goes to
 * standard error. Progress is sent to a client that has asked for it, which also keeps it from giving up on a long list.
 */
export function callIo(io: Io, { _meta, sendNotification }: CallExtra): CallIo {
  const notices: string[] = [];
  const progressToken = _meta?.progressToken;
  let progress = 0;
  return {
    ...io,
    ...{ interactive: false, columns: null, noticeColumns: null, rows: null },
    confirm: async () => false,
    ask: async () => "",
    out: (text) => io.err(text),
    err(text) {
      notices.push(text);
      io.err(text);
    },
    progress(message) {
      if (progressToken === undefined || message === "") return;
      progress += 1;
      const params = { progressToken, progress, message };
      // A client that has gone away is told nothing more.
      sendNotification({ method: "notifications/progress", params }).catch(() => {});
    },
    notices: () => notices,
  };
}
