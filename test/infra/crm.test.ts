import { describe, expect, it } from "vitest";
import { CRM_OUTPUTS } from "../../lib/contract/outputs.ts";
import type { Ending } from "../../lib/domain/tracked-invitation.ts";
import { invitationSettled } from "../../lib/local/events/sweeper-event.ts";
import { tracked } from "../domain/helpers/records.ts";
import { type CrmCall, crmServer, hubSpot, pipedrive, salesforce, type Vendor } from "../helpers/crm-server.ts";
import { anEnding } from "../helpers/dynamo-records.ts";
import { atPath, taken, transformed } from "../helpers/input-transformer.ts";
import { rolesIn } from "./roles.ts";
import { synth } from "./synth.ts";
import { readable, resourcesOf } from "./template-queries.ts";

const HUBSPOT = { kind: "hubspot", secret: "crm/token" };
const SALESFORCE = { kind: "salesforce", secret: "crm/app", instanceUrl: "https://example.my.salesforce.com" };
const PIPEDRIVE = { kind: "pipedrive", secret: "crm/token", companyDomain: "example" };
const ALL = [HUBSPOT, SALESFORCE, PIPEDRIVE];
const without = synth().template;
const withNull = synth({ crm: null }).template;
// Each is synthesised once, here, where no test's time runs.
for (const crm of ALL) synth({ crm });

interface Target {
  readonly Arn: unknown;
  readonly RoleArn: unknown;
  readonly DeadLetterConfig: unknown;
  readonly RetryPolicy: unknown;
  readonly HttpParameters?: {
    readonly PathParameterValues: readonly string[];
    readonly QueryStringParameters: Readonly<Record<string, string>>;
  };
  readonly InputTransformer: { readonly InputPathsMap: Record<string, string>; readonly InputTemplate: string };
}

/** What the template has for a CRM. */
function partsOf(crm: object) {
  const { template } = synth({ crm });
  const only = (type: string) => {
    const [found, ...others] = Object.entries(resourcesOf(template, type));
    expect(others).toEqual([]);
    if (found === undefined) throw new Error(`no ${type}`);
    return { id: found[0], properties: found[1].Properties };
  };
  const rules = Object.entries(resourcesOf(template, "AWS::Events::Rule")).filter(([id]) => id.startsWith("Crm"));
  const [rule] = rules;
  if (rule === undefined) throw new Error("no rule");
  const [target, ...others] = rule[1].Properties.Targets as readonly Target[];
  if (target === undefined || others.length > 0) throw new Error("not one target");
  const [connection, destination] = [only("AWS::Events::Connection"), only("AWS::Events::ApiDestination")];
  return { template, rule: { id: rule[0], properties: rule[1].Properties }, target, connection, destination };
}

const settled = (personId: string | null, ending: Partial<Ending> = {}) =>
  invitationSettled(tracked({ personId }), anEnding(ending), null, new Date("2026-11-23T03:01:50.782Z"));

/** Headers of the connection, with the secret's reference resolved to `token`. */
function headersOf(connection: Readonly<Record<string, unknown>>, token: string): Record<string, string> {
  const { ApiKeyAuthParameters: key } = connection.AuthParameters as {
    readonly ApiKeyAuthParameters?: { readonly ApiKeyName: string; readonly ApiKeyValue: unknown };
  };
  // What a token endpoint has answered.
  if (key === undefined) return { Authorization: `Bearer ${token}` };
  const value = readable(key.ApiKeyValue).replace(
    /\{\{resolve:secretsmanager:crm\/token:SecretString:token::\}\}/,
    token,
  );
  return { [key.ApiKeyName]: value };
}

/** Sends an event as EventBridge would, to a server in the vendor's place. Null where the rule does not take it. */
async function deliver(crm: object, event: object, vendor: Vendor) {
  const { rule, target, connection, destination } = partsOf(crm);
  const server = await crmServer(vendor);
  if (!taken(rule.properties.EventPattern, event)) return null;
  const { PathParameterValues = [], QueryStringParameters = {} } = target.HttpParameters ?? {};
  const values = PathParameterValues.map((path) => encodeURIComponent(String(atPath(path, event))));
  const endpoint = new URL(
    readable(destination.properties.InvocationEndpoint).replaceAll("*", () => values.shift() ?? ""),
  );
  const answer = await fetch(
    `${server.address}${endpoint.pathname}?${new URLSearchParams(QueryStringParameters).toString()}`,
    {
      method: readable(destination.properties.HttpMethod),
      headers: { ...headersOf(connection.properties, server.token), "content-type": "application/json; charset=utf-8" },
      body: transformed(target.InputTransformer, event),
    },
  );
  return { status: answer.status, call: server.calls[0] as CrmCall, host: endpoint.host };
}

describe("without a CRM", () => {
  it("nothing of one is in the template", () => {
    const text = JSON.stringify(withNull.toJSON());

    expect(text).not.toMatch(/crm|ApiDestination|Events::Connection/i);
    expect(text).toBe(JSON.stringify(without.toJSON()));
  });
});

describe.each(ALL)("with $kind", (crm) => {
  it("the rest of the stack stays as it is, but for who may send to the dead letters", () => {
    const [before, after] = [without.toJSON().Resources, partsOf(crm).template.toJSON().Resources];

    const changed = Object.keys(before).filter((id) => JSON.stringify(after[id]) !== JSON.stringify(before[id]));

    expect(changed).toEqual([expect.stringMatching(/^Events?DeadLetters.*Policy/)]);
    expect(Object.keys(after).length - Object.keys(before).length).toBe(5);
  });

  it("its role may make this one call, and the rule alone leave what it could not deliver", () => {
    const { template, target, destination, rule } = partsOf(crm);
    const role = rolesIn(template).find(({ id }) => readable(target.RoleArn) === `<${id}.Arn>`);
    const policies = Object.values(resourcesOf(template, "AWS::SQS::QueuePolicy")).map(({ Properties }) =>
      JSON.stringify(Properties.PolicyDocument),
    );

    expect(role?.permissions).toEqual([`events:InvokeApiDestination <${destination.id}.Arn>`]);
    expect(readable(target.Arn)).toBe(`<${destination.id}.Arn>`);
    expect(target.DeadLetterConfig).toEqual({ Arn: { "Fn::GetAtt": ["EventDeadLetters", "Arn"] } });
    expect(target.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 });
    expect(
      policies.some((policy) => policy.includes(`{"ArnEquals":{"aws:SourceArn":{"Fn::GetAtt":["${rule.id}","Arn"]}}}`)),
    ).toBe(true);
  });

  it("calls go out slowly, under the owner's credentials, which the template does not hold", () => {
    const { connection, destination } = partsOf(crm);

    expect(destination.properties.InvocationRateLimitPerSecond).toBe(5);
    expect(readable(destination.properties.ConnectionArn)).toBe(`<${connection.id}.Arn>`);
    const parameters = JSON.stringify(connection.properties.AuthParameters);
    expect(parameters).toMatch(/\{\{resolve:secretsmanager:crm\/(token|app):SecretString:(token|clientSecret)::\}\}/);
  });

  it("its outputs name what credentials are changed on", () => {
    const { template, connection } = partsOf(crm);
    const { Outputs } = template.toJSON();

    expect(readable(Outputs[CRM_OUTPUTS.crmConnection].Value)).toBe(`<${connection.id}>`);
    expect(Object.keys(Outputs).slice(-2)).toEqual(Object.values(CRM_OUTPUTS));
  });

  it.each([
    ["of a person without an id", settled(null)],
    ["of another kind", { ...settled("90001"), "detail-type": "Run Held" }],
    ["of another sender", { ...settled("90001"), source: "crm" }],
  ])("an event %s does not go out", async (_what, event) => {
    expect(await deliver(crm, event, () => 200)).toBeNull();
  });

  it("only ids, the outcome and its time leave unless the owner maps more", async () => {
    const event = settled("90001");
    const sent = await deliver(crm, event, () => 200);
    const { path, query, body } = sent?.call ?? {};

    const texts = JSON.stringify([path, query, body]);
    const { detail } = event;
    const allowed = new Set([detail.personId, detail.invitationId, detail.outcome, detail.endedAt]);
    for (const value of allowed) expect(texts).toContain(String(value));
    const { identityId, urn, reason, sentAt, runId, reinviteAfter } = detail;
    for (const value of [identityId, urn, reason, sentAt, runId, reinviteAfter]) {
      expect(String(value).length).toBeGreaterThan(0);
      if (!allowed.has(value as string)) expect(texts).not.toContain(String(value));
    }
    expect(Object.keys(partsOf(crm).target.InputTransformer.InputPathsMap)).not.toContain("reason");
  });
});

describe("HubSpot", () => {
  it("is told of a contact it has, by the property that holds the member's id", async () => {
    const sent = await deliver(HUBSPOT, settled("90001"), hubSpot);

    expect(sent).toMatchObject({
      ...{ status: 200, host: "api.hubapi.com" },
      call: {
        ...{ method: "PATCH", path: "/crm/v3/objects/contacts/90001", query: { idProperty: "linkedin_member_id" } },
        body: {
          properties: {
            linkedin_invitation_id: tracked().invitationId,
            linkedin_invitation_outcome: "withdrawn",
            linkedin_invitation_ended_at: anEnding().endedAt.toISOString(),
          },
        },
      },
    });
  });

  it("makes no contact of a person it does not have, unless it is to", async () => {
    const refused = await deliver(HUBSPOT, settled("90002"), hubSpot);
    const made = await deliver({ ...HUBSPOT, createContacts: true }, settled("90002"), hubSpot);

    expect(refused?.status).toBe(404);
    expect(made).toMatchObject({
      status: 200,
      call: { body: { inputs: [{ id: "90002", idProperty: "linkedin_member_id" }] } },
    });
  });

  it("is told more where the owner maps more: all as text", async () => {
    const map = { daysPending: "li_days", confirmed: "li_confirmed", outcome: "li_outcome", reinviteAfter: "li_again" };
    const ending = { outcome: "accepted", withdrawnAt: null, reason: null, reinviteAfter: null } as const;

    const sent = await deliver({ ...HUBSPOT, map }, settled("90001", ending), hubSpot);

    expect(sent).toMatchObject({
      status: 200,
      call: { body: { properties: { li_days: "30", li_confirmed: "true", li_outcome: "accepted", li_again: "" } } },
    });
    expect(JSON.stringify(sent?.call.body)).not.toContain("linkedin_invitation_outcome");
  });
});

describe("Salesforce", () => {
  it("is told of a contact it has, by its external id, and makes none", async () => {
    const known = await deliver(SALESFORCE, settled("90001"), salesforce);
    const unknown = await deliver(SALESFORCE, settled("90002"), salesforce);

    expect(known).toMatchObject({
      ...{ status: 200, host: "example.my.salesforce.com" },
      call: {
        ...{ path: "/services/data/v64.0/sobjects/Contact/LinkedIn_Member_Id__c/90001", query: { updateOnly: "true" } },
        body: {
          LinkedIn_Invitation_Id__c: tracked().invitationId,
          LinkedIn_Invitation_Outcome__c: "withdrawn",
          LinkedIn_Invitation_Ended_At__c: anEnding().endedAt.toISOString(),
        },
      },
    });
    expect(unknown?.status).toBe(404);
  });

  it("gives its token for the app's id and secret", () => {
    const { connection } = partsOf(SALESFORCE);

    const of = (field: string) => `{{resolve:secretsmanager:crm/app:SecretString:${field}::}}`;
    expect(connection.properties).toMatchObject({
      AuthorizationType: "OAUTH_CLIENT_CREDENTIALS",
      AuthParameters: {
        OAuthParameters: {
          AuthorizationEndpoint: "https://example.my.salesforce.com/services/oauth2/token",
          HttpMethod: "POST",
          ClientParameters: { ClientID: of("clientId"), ClientSecret: of("clientSecret") },
          OAuthHttpParameters: { BodyParameters: [{ Key: "grant_type", Value: "client_credentials" }] },
        },
      },
    });
  });
});

describe("Pipedrive", () => {
  it("gets an activity that is done, with the ids in its note", async () => {
    const sent = await deliver({ ...PIPEDRIVE, map: { daysPending: "Days pending" } }, settled("90001"), pipedrive);

    expect(sent).toMatchObject({
      ...{ status: 201, host: "example.pipedrive.com" },
      call: {
        body: {
          ...{ subject: "LinkedIn invitation withdrawn", type: "task", done: true },
          note: `LinkedIn member: 90001; Invitation: ${tracked().invitationId}; Outcome: withdrawn; Ended at: ${anEnding().endedAt.toISOString()}; Days pending: 30`,
        },
      },
    });
  });
});
