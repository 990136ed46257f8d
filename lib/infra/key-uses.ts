/** What a service asks of a key in the name of whoever calls it. */
export interface KeyUse {
  /** As it is named in `kms:ViaService`. */
  readonly service: "dynamodb" | "sqs" | "sns" | "s3";
  readonly actions: readonly string[];
}

interface Need extends KeyUse {
  readonly of: RegExp;
}

const DECRYPT = "kms:Decrypt";
const DATA_KEY = "kms:GenerateDataKey";

/**
 * By the actions that lead to them, from the services' pages on encryption at rest. Whoever sends to SQS or SNS decrypts
 * too: a data key is used again for five minutes. A table's key is described on reading as well.
 */
const NEEDS: readonly Need[] = [
  { of: /^dynamodb:/, service: "dynamodb", actions: [DECRYPT, "kms:DescribeKey"] },
  {
    of: /^dynamodb:(Put|Update|Delete|BatchWrite|Transact|PartiQL)/,
    service: "dynamodb",
    actions: ["kms:Encrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", DATA_KEY],
  },
  { of: /^sqs:ReceiveMessage$/, service: "sqs", actions: [DECRYPT] },
  { of: /^sqs:SendMessage$/, service: "sqs", actions: [DECRYPT, DATA_KEY] },
  { of: /^sns:Publish$/, service: "sns", actions: [DECRYPT, DATA_KEY] },
  { of: /^s3:GetObject$/, service: "s3", actions: [DECRYPT] },
  { of: /^s3:PutObject$/, service: "s3", actions: [DECRYPT, DATA_KEY] },
];

/** What a key must allow a role that may do `actions`, one entry for each service; empty where none of them is encrypted. */
export function keyUses(actions: readonly string[]): readonly KeyUse[] {
  const met = NEEDS.filter(({ of }) => actions.some((action) => of.test(action)));
  const services = [...new Set(met.map(({ service }) => service))];
  return services.map((service) => {
    const own = met.filter((need) => need.service === service);
    return { service, actions: [...new Set(own.flatMap((need) => need.actions))] };
  });
}
