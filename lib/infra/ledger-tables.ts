import type { IResolvable } from "aws-cdk-lib";
import {
  AttributeType,
  BillingMode,
  type CfnTable,
  ProjectionType,
  StreamViewType,
  Table,
} from "aws-cdk-lib/aws-dynamodb";
import { Construct } from "constructs";
import type { Removal } from "../config/schema.ts";
import { FLAGS, IDENTITIES, INVITATIONS, RUNS, type TableDefinition } from "../contract/tables.ts";
import { pinLogicalId } from "./pin-logical-id.ts";
import { tableProtection } from "./protect-tables.ts";
import { removalPolicyOf } from "./removal-policy.ts";

/** The ledger's four tables, as `lib/contract/tables.ts` defines them. */
export class LedgerTables extends Construct {
  readonly invitations: Table;
  readonly identities: Table;
  readonly runs: Table;
  readonly flags: Table;
  private readonly protection: boolean | IResolvable;

  constructor(scope: Construct, id: string, removal: Removal) {
    super(scope, id);
    this.protection = tableProtection(scope, removal);
    // The pipes tell the bus what appears in these three: before and after, for what was there already is not news.
    this.invitations = this.table(INVITATIONS, removal, StreamViewType.NEW_AND_OLD_IMAGES);
    this.identities = this.table(IDENTITIES, removal, StreamViewType.NEW_AND_OLD_IMAGES);
    this.runs = this.table(RUNS, removal, StreamViewType.NEW_AND_OLD_IMAGES);
    this.flags = this.table(FLAGS, removal);
  }

  private table(definition: TableDefinition, removal: Removal, stream?: StreamViewType): Table {
    const { id, partitionKey, sortKey, indexes, ttlAttribute } = definition;
    const table = new Table(this, id, {
      partitionKey: text(partitionKey),
      ...(sortKey === undefined ? {} : { sortKey: text(sortKey) }),
      ...(ttlAttribute === undefined ? {} : { timeToLiveAttribute: ttlAttribute }),
      ...(stream === undefined ? {} : { stream }),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: removalPolicyOf(removal),
    });
    (table.node.defaultChild as CfnTable).deletionProtectionEnabled = this.protection;
    for (const { name, projection, ...keys } of indexes) {
      table.addGlobalSecondaryIndex({
        indexName: name,
        partitionKey: text(keys.partitionKey),
        sortKey: text(keys.sortKey),
        ...projectionOf(projection),
      });
    }
    pinLogicalId(table, `${id}Table`);
    return table;
  }
}

const text = (name: string) => ({ name, type: AttributeType.STRING });

function projectionOf(projection: "all" | readonly string[]) {
  if (projection === "all") return { projectionType: ProjectionType.ALL };
  if (projection.length === 0) return { projectionType: ProjectionType.KEYS_ONLY };
  return { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...projection] };
}
