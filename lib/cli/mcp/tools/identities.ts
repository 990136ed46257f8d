import * as z from "zod/mini";
import { counted } from "../../../report/words.ts";
import { gatherIdentities, tellRunAhead } from "../../commands/identities.ts";
import { answerOf, defineTool, READS_EDGES } from "../tool.ts";
import { toRead } from "../with-target.ts";

const identityShown = z.looseObject({
  identityId: z.string(),
  connected: z.nullable(z.boolean()),
  paused: z.boolean(),
  pending: z.int(),
  stale: z.int(),
  callsInLastDay: z.int(),
  dailyCap: z.number(),
});

export const IDENTITIES = defineTool({
  name: "identities",
  title: "Identities and their state",
  description:
    "Every identity by its id: connection, pending invitations, calls of the last 24 hours, pauses, and what needs a person. Asks Edges once; where it cannot be asked, connected is null and a notice says so. Without names.",
  input: z.strictObject({}),
  output: answerOf({ identities: z.array(identityShown) }),
  annotations: READS_EDGES,
  run: (_, call) =>
    toRead(call, async (target) => {
      const { lines } = await target.skipWaits(gatherIdentities(target, call.io));
      await tellRunAhead(target, call.io);
      const identities = lines.map(({ name: _name, ids: _ids, ...line }) => line);
      const needing = identities.filter((one) => one.needsPerson !== null || one.connected === false).length;
      const unknown = identities.filter((one) => one.connected === null).length;
      const words = [
        `${counted(identities.length, "identity", "identities")}, ${needing} of them known to need a person`,
        ...(unknown === 0 ? [] : [`whether ${unknown} of them ${unknown === 1 ? "is" : "are"} connected is not known`]),
      ];
      return { text: words.join("; "), structured: { identities } };
    }),
});
