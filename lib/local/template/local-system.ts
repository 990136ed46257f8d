import * as z from "zod/mini";
import { FUNCTION_NAMES, type FunctionName } from "../../contract/functions.ts";
import { SECOND_MS } from "../../domain/time.ts";

/** What local mode takes from a template: the parts it has a stand-in for, by their logical ids. */
export interface LocalSystem {
  readonly tables: readonly TableInTemplate[];
  readonly queues: readonly QueueInTemplate[];
  readonly functions: Readonly<Record<FunctionName, FunctionInTemplate>>;
}

export interface TableInTemplate {
  readonly logicalId: string;
  /** `CreateTable`'s own words: keys, attribute definitions, indexes. */
  readonly keySchema: readonly KeyPart[];
  readonly attributes: readonly { readonly AttributeName: string; readonly AttributeType: "S" | "N" | "B" }[];
  readonly indexes: readonly IndexInTemplate[];
}

type KeyPart = z.output<typeof keyPart>;
type IndexInTemplate = z.output<typeof index>;

export interface QueueInTemplate {
  readonly logicalId: string;
  readonly fifo: boolean;
  /** Null: SQS's default of 30 s. */
  readonly visibilitySeconds: number | null;
  readonly retentionSeconds: number;
  readonly redrive: { readonly deadLetters: string; readonly maxReceiveCount: number } | null;
}

export interface FunctionInTemplate {
  readonly logicalId: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** Texts, and the logical ids that the rest refers to. */
  readonly environment: Readonly<Record<string, string | { readonly ref: string }>>;
  /** The queue it is fed from; null where there is none. */
  readonly source: { readonly queue: string; readonly batchSize: number; readonly maxConcurrency: number } | null;
}

const keyPart = z.object({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) });
const index = z.object({
  IndexName: z.string(),
  KeySchema: z.array(keyPart),
  Projection: z.object({
    ProjectionType: z.enum(["ALL", "KEYS_ONLY", "INCLUDE"]),
    NonKeyAttributes: z.optional(z.array(z.string())),
  }),
});
const ref = z.pipe(
  z.object({ Ref: z.string() }),
  z.transform(({ Ref }) => ({ ref: Ref })),
);
const attribute = z.pipe(
  z.object({ "Fn::GetAtt": z.tuple([z.string(), z.literal("Arn")]) }),
  z.transform((given) => given["Fn::GetAtt"][0]),
);
/** The one resource that a value is made from, however it is put together; an alias is named by parts of its ARN. */
const referred = z.pipe(
  z.custom<unknown>((value) => resourceIn(value) !== null, { error: "names no resource" }),
  z.transform((value) => resourceIn(value) ?? ""),
);
const table = z.object({
  KeySchema: z.array(keyPart),
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(["S", "N", "B"]) })),
  GlobalSecondaryIndexes: z._default(z.array(index), []),
});
const queue = z.object({
  FifoQueue: z._default(z.boolean(), false),
  VisibilityTimeout: z.optional(z.number()),
  MessageRetentionPeriod: z.number(),
  RedrivePolicy: z.optional(z.object({ deadLetterTargetArn: attribute, maxReceiveCount: z.number() })),
});
const lambda = z.object({
  Timeout: z.number(),
  MemorySize: z.number(),
  Environment: z.object({ Variables: z.record(z.string(), z.union([z.string(), ref])) }),
});
const mapping = z.object({
  BatchSize: z.number(),
  EventSourceArn: attribute,
  FunctionName: referred,
  FunctionResponseTypes: z.tuple([z.literal("ReportBatchItemFailures")]),
  ScalingConfig: z.object({ MaximumConcurrency: z.number() }),
});
/** Where functions are rolled out step by step, their queues feed an alias. */
const alias = z.object({ FunctionName: referred });
const template = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.optional(z.unknown()) })),
});

/** Reads a template; a resource that is not of the expected shape is an error that names it. */
export function readLocalSystem(document: unknown): LocalSystem {
  const { Resources } = z.parse(template, document);
  const mappings = ofType(Resources, "AWS::Lambda::EventSourceMapping", mapping);
  const functions = ofType(Resources, "AWS::Lambda::Function", lambda);
  const aliases = new Map(
    ofType(Resources, "AWS::Lambda::Alias", alias).map((one) => [one.logicalId, one.properties.FunctionName]),
  );
  const fedBy = (name: string): string => aliases.get(name) ?? name;
  const byName = FUNCTION_NAMES.map((name): [FunctionName, FunctionInTemplate] => {
    const logicalId = logicalIdOf(name);
    const found = functions.find((one) => one.logicalId === logicalId);
    if (found === undefined) throw new Error(`the template has no function ${logicalId}`);
    const fed = mappings.find(({ properties }) => fedBy(properties.FunctionName) === logicalId)?.properties;
    const { Timeout, MemorySize, Environment } = found.properties;
    const source =
      fed === undefined
        ? null
        : { queue: fed.EventSourceArn, batchSize: fed.BatchSize, maxConcurrency: fed.ScalingConfig.MaximumConcurrency };
    const environment = Environment.Variables;
    return [name, { logicalId, timeoutMs: Timeout * SECOND_MS, memoryMb: MemorySize, environment, source }];
  });
  return {
    tables: ofType(Resources, "AWS::DynamoDB::Table", table).map(({ logicalId, properties }) => ({
      logicalId,
      keySchema: properties.KeySchema,
      attributes: properties.AttributeDefinitions,
      indexes: properties.GlobalSecondaryIndexes,
    })),
    queues: ofType(Resources, "AWS::SQS::Queue", queue).map(({ logicalId, properties }) => ({
      logicalId,
      fifo: properties.FifoQueue,
      visibilitySeconds: properties.VisibilityTimeout ?? null,
      retentionSeconds: properties.MessageRetentionPeriod,
      redrive:
        properties.RedrivePolicy === undefined
          ? null
          : {
              deadLetters: properties.RedrivePolicy.deadLetterTargetArn,
              maxReceiveCount: properties.RedrivePolicy.maxReceiveCount,
            },
    })),
    functions: Object.fromEntries(byName) as Record<FunctionName, FunctionInTemplate>,
  };
}

const resourceIn = (value: unknown): string | null => /"Ref":"(\w+)"/.exec(JSON.stringify(value) ?? "")?.[1] ?? null;

/** `start-run` → `StartRunFunction`, the id the stack pins. */
function logicalIdOf(name: FunctionName): string {
  const words = name.split("-").map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join("")}Function`;
}

function ofType<Schema extends z.ZodMiniType>(
  resources: z.output<typeof template>["Resources"],
  type: string,
  schema: Schema,
): { readonly logicalId: string; readonly properties: z.output<Schema> }[] {
  return Object.entries(resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([logicalId, { Properties }]) => {
      const read = schema.safeParse(Properties);
      if (read.success) return { logicalId, properties: read.data };
      const faults = read.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`).join(", ");
      throw new Error(`local mode cannot read ${logicalId} (${type}) of the template: ${faults}`);
    });
}
