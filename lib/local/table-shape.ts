import type {
  CreateTableCommandInput,
  GlobalSecondaryIndex,
  GlobalSecondaryIndexDescription,
  KeySchemaElement,
} from "@aws-sdk/client-dynamodb";

type Index = Partial<GlobalSecondaryIndex> | GlobalSecondaryIndexDescription;

/** A table as it is wanted, as an endpoint describes it, or as dynalite stores it. */
export interface TableShape {
  readonly KeySchema?: readonly KeySchemaElement[] | undefined;
  readonly GlobalSecondaryIndexes?: readonly Index[] | undefined;
}

/** Keys, indexes and what these project, in an order of our own: endpoints answer in theirs. */
export function shapeOf(table: TableShape): string {
  return JSON.stringify([keysOf(table.KeySchema), shapesOfIndexes(table)]);
}

/**
 * The indexes that `wanted` has and `there` lacks. Null when the two differ in anything else: another version's table,
 * to which nothing can be added.
 */
export function missingIndexes(
  there: TableShape,
  wanted: Pick<CreateTableCommandInput, "KeySchema" | "GlobalSecondaryIndexes">,
): readonly GlobalSecondaryIndex[] | null {
  const present = shapesOfIndexes(there);
  const { GlobalSecondaryIndexes: indexes = [] } = wanted;
  const missing = indexes.filter((index) => !present.includes(shapeOfIndex(index)));
  const rest = { ...wanted, GlobalSecondaryIndexes: indexes.filter((index) => !missing.includes(index)) };
  return shapeOf(rest) === shapeOf(there) ? missing : null;
}

const shapesOfIndexes = ({ GlobalSecondaryIndexes = [] }: TableShape): string[] =>
  GlobalSecondaryIndexes.map(shapeOfIndex).sort();

const shapeOfIndex = ({ IndexName, KeySchema, Projection }: Index): string =>
  JSON.stringify([
    ...[IndexName, keysOf(KeySchema), Projection?.ProjectionType],
    Projection?.NonKeyAttributes?.toSorted() ?? [],
  ]);

const keysOf = (schema: readonly KeySchemaElement[] = []): string[] =>
  schema.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`).sort();
