import { Aws } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { EventBus } from "aws-cdk-lib/aws-events";
import { Effect, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnPipe } from "aws-cdk-lib/aws-pipes";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import {
  appearancePatterns,
  detailTemplate,
  EVENT_SOURCE,
  type EventDefinition,
  IDENTITY_NEEDS_ATTENTION,
  INVITATION_ANNOUNCED,
  INVITATION_SETTLED,
  RUN_HELD,
} from "../contract/events.ts";
import type { LedgerTables } from "./ledger-tables.ts";

/** A stream keeps a record for a day. As long may an outage of AWS's own last: those tries are not counted. */
const MAX_AGE_SECONDS = 86_400;
/**
 * For what fails by its own fault, a record that the template or the bus refuses, or a permission that is missing: then it goes to
 * the dead letters, and those behind it go on. Between tries the pipe waits longer and longer; AWS does not say how long.
 */
const MAX_RETRIES = 10;

/** From the ledger's streams to the bus, with none of our code in between: every write sends its event, once. */
export class EventPipes extends Construct {
  /** By the short name of what they tell. */
  readonly pipes: {
    readonly settled: CfnPipe;
    readonly announced: CfnPipe;
    readonly needsAttention: CfnPipe;
    readonly held: CfnPipe;
  };

  constructor(scope: Construct, id: string, tables: LedgerTables, bus: EventBus, deadLetters: Queue) {
    super(scope, id);
    this.pipes = {
      settled: this.pipe("Settled", INVITATION_SETTLED, tables.invitations, bus, deadLetters),
      // The second reader of this stream, and the last: AWS lets two read a shard before it throttles them.
      announced: this.pipe("Announced", INVITATION_ANNOUNCED, tables.invitations, bus, deadLetters),
      needsAttention: this.pipe("NeedsAttention", IDENTITY_NEEDS_ATTENTION, tables.identities, bus, deadLetters),
      held: this.pipe("Held", RUN_HELD, tables.runs, bus, deadLetters),
    };
  }

  private pipe(id: string, event: EventDefinition, table: Table, bus: EventBus, deadLetters: Queue): CfnPipe {
    const { tableStreamArn: stream } = table;
    if (stream === undefined) throw new TypeError(`${table.node.path} has no stream`);
    const role = new Role(this, `${id}Role`, {
      description: `Tells the bus: ${event.detailType}`,
      assumedBy: new ServicePrincipal("pipes.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
      }),
    });
    const allow = (actions: string[], resource: string) =>
      role.addToPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions, resources: [resource] }));
    allow(["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"], stream);
    allow(["events:PutEvents"], bus.eventBusArn);
    allow(["sqs:SendMessage"], deadLetters.queueArn);
    const pipe = new CfnPipe(this, id, {
      description: `invite-sweeper: ${event.detailType}`,
      roleArn: role.roleArn,
      source: stream,
      sourceParameters: {
        dynamoDbStreamParameters: {
          // What happens before the pipe is up is not lost.
          startingPosition: "TRIM_HORIZON",
          batchSize: 10,
          maximumRecordAgeInSeconds: MAX_AGE_SECONDS,
          maximumRetryAttempts: MAX_RETRIES,
          onPartialBatchItemFailure: "AUTOMATIC_BISECT",
          deadLetterConfig: { arn: deadLetters.queueArn },
        },
        filterCriteria: { filters: appearancePatterns(event).map((one) => ({ pattern: JSON.stringify(one) })) },
      },
      target: bus.eventBusArn,
      targetParameters: {
        inputTemplate: detailTemplate(event),
        eventBridgeEventBusParameters: { source: EVENT_SOURCE, detailType: event.detailType },
      },
    });
    // The role must be able to read before the pipe looks at its stream.
    pipe.node.addDependency(role);
    return pipe;
  }
}
