import { search } from "@aws-lambda-powertools/jmespath";
import {
  type DynamoDBClient,
  ExecuteStatementCommand,
  type ExecuteStatementCommandInput,
  GetItemCommand,
  type GetItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
} from "@aws-sdk/client-dynamodb";

/**
 * `aws dynamodb …` as far as QUERIES.md uses it: options become the request's members, `--query` is JMESPath, and the
 * output is text as the AWS CLI prints it. Not the CLI itself, which not every machine has.
 */
export async function awsDynamodb(client: DynamoDBClient, argv: readonly string[]): Promise<string> {
  const [service, operation = "", ...options] = argv;
  if (service !== "dynamodb") throw new Error(`not known here: aws ${service}`);
  const { query, input } = readOptions(options);
  return asText(search(query, await answerOf(client, operation, input)));
}

// The shapes are the CLI's to check, and DynamoDB's: what is not right is refused there.
async function answerOf(client: DynamoDBClient, operation: string, input: unknown): Promise<object> {
  switch (operation) {
    case "query":
      return client.send(new QueryCommand(input as QueryCommandInput));
    case "scan":
      return client.send(new ScanCommand(input as ScanCommandInput));
    case "get-item":
      return client.send(new GetItemCommand(input as GetItemCommandInput));
    case "execute-statement":
      return client.send(new ExecuteStatementCommand(input as ExecuteStatementCommandInput));
    default:
      throw new Error(`not known here: aws dynamodb ${operation}`);
  }
}

function readOptions(options: readonly string[]): { readonly query: string; readonly input: Record<string, unknown> } {
  const input: Record<string, unknown> = {};
  let query = "@";
  for (let index = 0; index < options.length; index += 1) {
    const option = options[index] ?? "";
    const member = pascal(option.replace(/^--(no-)?/, ""));
    if (option.startsWith("--no-")) {
      input[member] = false;
      continue;
    }
    index += 1;
    const value = options[index];
    if (value === undefined) throw new Error(`${option} has no value`);
    if (option === "--query") query = value;
    else if (option === "--output" && value !== "text") throw new Error("only --output text is known here");
    else if (option !== "--output") input[member] = /^[{[]|^\d+$/.test(value) ? JSON.parse(value) : value;
  }
  return { query, input };
}

const pascal = (kebab: string): string =>
  kebab
    .split("-")
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join("");

/** A row a line, its cells with tabs between them; what is missing is `None`. */
function asText(result: unknown): string {
  const rows = Array.isArray(result) ? result : [result];
  const cell = (value: unknown): string => {
    if (value === null || value === undefined) return "None";
    return typeof value === "boolean" ? (value ? "True" : "False") : String(value);
  };
  // A list of values and no rows is one line.
  const lines = rows.some(Array.isArray)
    ? rows.map((row: unknown[]) => row.map(cell).join("\t"))
    : [rows.map(cell).join("\t")];
  return rows.length === 0 ? "" : `${lines.join("\n")}\n`;
}
