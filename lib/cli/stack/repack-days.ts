import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { DAY_MS, later } from "../../domain/time.ts";
import { createDynamoDayLedger, createDynamoLedger } from "../../ledger/dynamo-ledger.ts";
import { counted } from "../../report/words.ts";
import type { Io } from "../io.ts";
import { readStackOutputs } from "./stack-outputs.ts";
import { readStackSettings } from "./stack-settings.ts";

/** UTC days, oldest first. */
export interface Repacked {
  readonly compared: number;
  /** What reports read of them is not what the items say. */
  readonly differing: readonly string[];
  readonly packed: readonly string[];
}

/**
 * Holds all packed days of a stack against the items they were packed of, and packs those anew that differ, once `agree`
 * says so. Takes a second or less a day. The items themselves are read and never written.
 */
export async function repackDays(
  stackName: string,
  io: Pick<Io, "env" | "err" | "progress">,
  agree: (differing: readonly string[]) => Promise<boolean>,
): Promise<Repacked> {
  const { retentionDays } = await readStackSettings(stackName, io);
  const keys = ["invitationsTable", "identitiesTable", "runsTable", "flagsTable"] as const;
  const outputs = await readStackOutputs(new CloudFormationClient({}), stackName, keys);
  const dynamo = new DynamoDBClient({});
  try {
    const options = {
      documentClient: DynamoDBDocumentClient.from(dynamo),
      tables: {
        ...{ invitations: outputs.invitationsTable, identities: outputs.identitiesTable },
        ...{ runs: outputs.runsTable, flags: outputs.flagsTable },
      },
      retentionDays,
      now: () => new Date(),
    };
    const days = createDynamoDayLedger(options);
    const oldest = await createDynamoLedger(options).runs.oldest();
    const packs = oldest === null ? [] : await days.packs(later(oldest.startedAt, -DAY_MS));
    const differing: string[] = [];
    for (const [index, { day }] of packs.entries()) {
      io.progress(`comparing ${day}: ${index + 1} of ${counted(packs.length, "day")}`);
      if (!(await days.saysTheSame(day))) differing.push(day);
    }
    io.progress("");
    if (differing.length === 0 || !(await agree(differing))) return { compared: packs.length, differing, packed: [] };
    for (const day of differing) await days.pack(day);
    return { compared: packs.length, differing, packed: differing };
  } finally {
    dynamo.destroy();
  }
}

/** For a screen. */
export function repackedInWords({ compared, differing, packed }: Repacked): string {
  if (differing.length === 0) return `${counted(compared, "packed day")} compared: all as the items say`;
  const found = `${counted(compared, "packed day")} compared, not as the items say: ${differing.join(", ")}`;
  return `${found}\n${packed.length === 0 ? "Nothing was written." : `${counted(packed.length, "day")} packed anew`}`;
}
