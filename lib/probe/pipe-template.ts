import { appearancePatterns, detailTemplate, EVENT_SOURCE, INVITATION_SETTLED } from "../contract/events.ts";
import { INVITATIONS } from "../contract/tables.ts";

const ref = (id: string) => ({ Ref: id });
const arnOf = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });
const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: "S" });
const queue = () => ({ Type: "AWS::SQS::Queue", Properties: { SqsManagedSseEnabled: true, VisibilityTimeout: 3600 } });

/**
 * From a table's stream by a pipe to a bus, as `lib/infra/event-pipes.ts` has it, with the very template and patterns; a
 * rule brings what arrives to a queue, where it can be read. What the pipe cannot send goes to another one.
 */
export function pipeResources() {
  const { partitionKey, sortKey } = INVITATIONS;
  return {
    Table: {
      Type: "AWS::DynamoDB::Table",
      Properties: {
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [attribute(partitionKey), attribute(sortKey)],
        KeySchema: [
          { AttributeName: partitionKey, KeyType: "HASH" },
          { AttributeName: sortKey, KeyType: "RANGE" },
        ],
        StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
      },
    },
    Events: queue(),
    Undelivered: queue(),
    Bus: { Type: "AWS::Events::EventBus", Properties: { Name: ref("AWS::StackName") } },
    Rule: {
      Type: "AWS::Events::Rule",
      Properties: {
        EventBusName: ref("Bus"),
        EventPattern: { source: [EVENT_SOURCE] },
        Targets: [{ Id: "Events", Arn: arnOf("Events") }],
      },
    },
    EventsPolicy: {
      Type: "AWS::SQS::QueuePolicy",
      Properties: {
        Queues: [ref("Events")],
        PolicyDocument: {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "events.amazonaws.com" },
              Action: "sqs:SendMessage",
              Resource: arnOf("Events"),
              Condition: { ArnEquals: { "aws:SourceArn": arnOf("Rule") } },
            },
          ],
        },
      },
    },
    PipeRole: { Type: "AWS::IAM::Role", Properties: pipeRole() },
    Pipe: {
      Type: "AWS::Pipes::Pipe",
      // The pipe looks at once whether its role may read the stream, and the rule must stand before anything is sent.
      DependsOn: ["PipeRole", "Rule", "EventsPolicy"],
      Properties: {
        RoleArn: arnOf("PipeRole"),
        Source: { "Fn::GetAtt": ["Table", "StreamArn"] },
        SourceParameters: {
          DynamoDBStreamParameters: {
            StartingPosition: "TRIM_HORIZON",
            BatchSize: 10,
            // What cannot be sent is to be seen while the probe still looks.
            MaximumRetryAttempts: 2,
            DeadLetterConfig: { Arn: arnOf("Undelivered") },
          },
          FilterCriteria: {
            Filters: appearancePatterns(INVITATION_SETTLED).map((one) => ({ Pattern: JSON.stringify(one) })),
          },
        },
        Target: arnOf("Bus"),
        TargetParameters: {
          InputTemplate: detailTemplate(INVITATION_SETTLED),
          EventBridgeEventBusParameters: { Source: EVENT_SOURCE, DetailType: INVITATION_SETTLED.detailType },
        },
      },
    },
  } as const;
}

function pipeRole() {
  const allow = (Action: readonly string[], Resource: unknown) => ({ Effect: "Allow", Action, Resource });
  return {
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "pipes.amazonaws.com" }, Action: "sts:AssumeRole" }],
    },
    Policies: [
      {
        PolicyName: "probe",
        PolicyDocument: {
          Version: "2012-10-17",
          Statement: [
            allow(["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"], {
              "Fn::GetAtt": ["Table", "StreamArn"],
            }),
            allow(["events:PutEvents"], arnOf("Bus")),
            allow(["sqs:SendMessage"], arnOf("Undelivered")),
          ],
        },
      },
    ],
  } as const;
}
