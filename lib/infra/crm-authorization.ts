import { SecretValue } from "aws-cdk-lib";
import { Authorization, HttpMethod, HttpParameter } from "aws-cdk-lib/aws-events";
import type { Config } from "../config.ts";
import { salesforceTokenAddress } from "../contract/crm-salesforce.ts";

/**
 * How a call to the CRM shows who makes it. The secret is the owner's, JSON with `token`, or for Salesforce `clientId` and
 * `clientSecret`. The template holds no more than its name: CloudFormation reads it when the connection is made or changed.
 */
export function crmAuthorization(crm: NonNullable<Config["crm"]>): Authorization {
  const field = (jsonField: string): SecretValue => SecretValue.secretsManager(crm.secret, { jsonField });
  // A reference among other text is a reference still, and shows nothing.
  const reference = (jsonField: string): string => field(jsonField).unsafeUnwrap();
  switch (crm.kind) {
    case "hubspot":
      return Authorization.apiKey("Authorization", SecretValue.unsafePlainText(`Bearer ${reference("token")}`));
    case "pipedrive":
      return Authorization.apiKey("x-api-token", field("token"));
    case "salesforce":
      return Authorization.oauth({
        authorizationEndpoint: salesforceTokenAddress(crm),
        httpMethod: HttpMethod.POST,
        clientId: reference("clientId"),
        clientSecret: field("clientSecret"),
        bodyParameters: { grant_type: HttpParameter.fromString("client_credentials") },
      });
  }
}
