import { describe, expect, it } from "vitest";
import { keyUses } from "../../lib/infra/key-uses.ts";

describe("what a role needs of a key", () => {
  it("is nothing for what is not encrypted", () => {
    expect(keyUses(["logs:PutLogEvents", "ssm:GetParameter", "sqs:DeleteMessage", "events:PutEvents"])).toEqual([]);
  });

  it("is decrypting alone for whoever reads", () => {
    expect(keyUses(["dynamodb:Query", "sqs:ReceiveMessage", "s3:GetObject"])).toEqual([
      { service: "dynamodb", actions: ["kms:Decrypt", "kms:DescribeKey"] },
      { service: "sqs", actions: ["kms:Decrypt"] },
      { service: "s3", actions: ["kms:Decrypt"] },
    ]);
  });

  it("is encrypting too for whoever writes, each thing once", () => {
    expect(
      keyUses(["dynamodb:GetItem", "dynamodb:UpdateItem", "sns:Publish", "sqs:SendMessage", "sqs:ReceiveMessage"]),
    ).toEqual([
      {
        service: "dynamodb",
        actions: [
          "kms:Decrypt",
          "kms:DescribeKey",
          "kms:Encrypt",
          "kms:ReEncryptFrom",
          "kms:ReEncryptTo",
          "kms:GenerateDataKey",
        ],
      },
      { service: "sqs", actions: ["kms:Decrypt", "kms:GenerateDataKey"] },
      { service: "sns", actions: ["kms:Decrypt", "kms:GenerateDataKey"] },
    ]);
  });
});
