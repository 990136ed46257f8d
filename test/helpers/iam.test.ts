import { describe, expect, it } from "vitest";
import { isAllowed, readStatement } from "./iam.ts";

const statement = (more: object = {}) =>
  readStatement({
    Effect: "Allow",
    Action: "dynamodb:GetItem",
    Resource: { "Fn::GetAtt": ["RunsTable", "Arn"] },
    ...more,
  });
const request = { action: "dynamodb:GetItem", resource: "<RunsTable.Arn>", leadingKeys: ["#ids"] };
const held = (...keys: string[]) => ({ Condition: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": keys } } });

describe("what a role is allowed", () => {
  it.each([
    ["the action on the resource", [statement()], request, true],
    ["nothing without a statement", [], request, false],
    ["no other action", [statement()], { ...request, action: "dynamodb:PutItem" }, false],
    ["no other resource", [statement()], { ...request, resource: "<FlagsTable.Arn>" }, false],
    ["no index of the table", [statement()], { ...request, resource: "<RunsTable.Arn>/index/latest" }, false],
    [
      "a wildcard in a resource",
      [statement({ Resource: "<B.Arn>/digests/*" })],
      { ...request, resource: "<B.Arn>/digests/a.html" },
      true,
    ],
    [
      "no more than the wildcard says",
      [statement({ Resource: "<B.Arn>/digests/*" })],
      { ...request, resource: "<B.Arn>/other" },
      false,
    ],
    ["a key that it is held to", [statement(held("#ids"))], request, true],
    ["no other key", [statement(held("#stops"))], request, false],
    ["not one key beside an allowed one", [statement(held("#ids"))], { ...request, leadingKeys: ["#ids", "a"] }, false],
    ["a request without a key, as IAM does", [statement(held("#ids"))], { ...request, leadingKeys: null }, true],
    ["nothing that is denied", [statement(), statement({ Effect: "Deny" })], request, false],
  ] as const)("is %s", (_, statements, asked, allowed) => {
    expect(isAllowed(statements, asked)).toBe(allowed);
  });

  it.each([
    { Condition: { StringEquals: { "aws:SourceAccount": "1" } } },
    { Condition: { "ForAllValues:StringEquals": { "dynamodb:Attributes": ["a"] } } },
    { NotAction: "s3:*" },
  ])("is not guessed for %j", (more) => {
    expect(() => statement(more)).toThrow("not understood");
  });
});
