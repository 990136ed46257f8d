import type { Template } from "aws-cdk-lib/assertions";
import type { DeployedFunctionName } from "../../lib/contract/functions.ts";
import { asList, readable, resource, resourcesOf } from "../infra/template-queries.ts";

/** One request as IAM judges it; resources as the template names them: `<RunsTable.Arn>`. */
export interface IamRequest {
  readonly action: string;
  readonly resource: string;
  /** The partition keys of DynamoDB items that are asked for; null where the request names none. */
  readonly leadingKeys: readonly string[] | null;
}

/** A statement of an identity's policy. */
export interface IamStatement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** The partition keys that the statement is held to; null for all. */
  readonly leadingKeys: readonly string[] | null;
}

/** The statements of the role of a function. Anything in them that is not understood here is an error. */
export function statementsOf(template: Template, name: DeployedFunctionName): readonly IamStatement[] {
  const id = `${name.replace(/(?:^|-)(.)/g, (_match, letter: string) => letter.toUpperCase())}Function`;
  const role = readable(resource(template, id).Properties.Role).replace(/^<(\w+)\.Arn>$/, "<$1>");
  return Object.values(resourcesOf(template, "AWS::IAM::Policy"))
    .filter(({ Properties }) => asList(Properties.Roles).map(readable).includes(role))
    .flatMap(({ Properties }) => (Properties.PolicyDocument as { readonly Statement: readonly object[] }).Statement)
    .map(readStatement);
}

export function readStatement(statement: object): IamStatement {
  const { Effect, Action, Resource, Condition, ...rest } = statement as Record<string, unknown>;
  if (Object.keys(rest).some((key) => key !== "Sid")) throw new Error(`not understood: ${Object.keys(rest)}`);
  return {
    effect: String(Effect),
    actions: asList(Action).map(String),
    resources: asList(Resource).map(readable),
    leadingKeys: readCondition(Condition),
  };
}

function readCondition(condition: unknown): readonly string[] | null {
  if (condition === undefined) return null;
  const { "ForAllValues:StringEquals": equals, ...others } = condition as Record<string, unknown>;
  const { "dynamodb:LeadingKeys": keys, ...more } = (equals ?? {}) as Record<string, unknown>;
  const unknown = [...Object.keys(others), ...Object.keys(more)];
  if (unknown.length > 0 || keys === undefined) throw new Error(`not understood: ${JSON.stringify(condition)}`);
  return asList(keys).map(String);
}

/** As IAM decides: an explicit deny wins, and what nothing allows is refused. */
export function isAllowed(statements: readonly IamStatement[], request: IamRequest): boolean {
  const applying = statements.filter((one) => applies(one, request));
  return applying.some(({ effect }) => effect === "Allow") && !applying.some(({ effect }) => effect === "Deny");
}

function applies({ actions, resources, leadingKeys }: IamStatement, request: IamRequest): boolean {
  if (!actions.some((pattern) => matches(pattern, request.action, "i"))) return false;
  if (!resources.some((pattern) => matches(pattern, request.resource))) return false;
  // `ForAllValues` holds where there is no value at all: a request that names no key passes.
  return leadingKeys === null || (request.leadingKeys ?? []).every((key) => leadingKeys.includes(key));
}

/** `*` for any signs and `?` for one, as in IAM. */
function matches(pattern: string, text: string, flags = ""): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, `s${flags}`).test(text);
}
