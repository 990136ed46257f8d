import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { unitsOf } from "../../../helpers/dynamo-wire.ts";
import { aroundCommands, type OnConsumed } from "./count-units.ts";

/**
 * Counts what the server says that each command consumed, indexes included. A refusal is an error, and an error says
 * nothing of units: those are not told of.
 */
export function countServerUnits(client: DynamoDBDocumentClient, tell: OnConsumed): void {
  aroundCommands(client, "serverUnits", async ({ command, input, send }) => {
    const output = await send({ ...input, ReturnConsumedCapacity: "INDEXES" });
    tell({ command, units: unitsOf(output), refused: 0, vain: 0 });
    return output;
  });
}
