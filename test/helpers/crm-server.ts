import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import * as z from "zod/mini";

/** A request as it came in. */
export interface CrmCall {
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

/** A status as the vendor documents it for this call. */
export type Vendor = (call: CrmCall) => number;

const TOKEN = "secret-token";
const strings = z.record(z.string(), z.string());
const fits = (schema: z.ZodMiniType, body: unknown): boolean => schema.safeParse(body).success;

/** The member whom the CRM knows. */
const KNOWN = "90001";

const hubSpotUpdate = z.strictObject({ properties: strings });
const hubSpotUpsert = z.strictObject({
  inputs: z.array(z.strictObject({ id: z.string(), idProperty: z.optional(z.string()), properties: strings })),
});

/**
 * HubSpot's "Update a contact" by a unique property, and its upsert of a batch
 * (https://developers.hubspot.com/docs/api-reference/2026-03/crm/objects/contacts/update-contact,
 * https://developers.hubspot.com/docs/api-reference/legacy/crm/objects/contacts/batch/upsert-contacts; November 2026).
 * Unique is `linkedin_member_id`.
 */
export const hubSpot: Vendor = ({ method, path, query, headers, body }) => {
  if (headers.authorization !== `Bearer ${TOKEN}`) return 401;
  const [, id] = /^\/crm\/v3\/objects\/contacts\/([^/]+)$/.exec(path) ?? [];
  if (method === "PATCH" && id !== undefined) {
    if (!fits(hubSpotUpdate, body) || query.idProperty !== "linkedin_member_id") return 400;
    return id === KNOWN ? 200 : 404;
  }
  if (method !== "POST" || path !== "/crm/v3/objects/contacts/batch/upsert") return 405;
  return fits(hubSpotUpsert, body) ? 200 : 400;
};

/**
 * Salesforce's upsert by external id, which may be told to update only; the id may not stand in the body
 * (https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_upsert.htm; November 2026).
 */
export const salesforce: Vendor = ({ method, path, query, headers, body }) => {
  if (headers.authorization !== `Bearer ${TOKEN}`) return 401;
  const [, field, id] = /^\/services\/data\/v\d+\.0\/sobjects\/Contact\/(\w+__c)\/([^/]+)$/.exec(path) ?? [];
  if (method !== "PATCH" || field === undefined) return 405;
  if (!fits(strings, body)) return 400;
  const fields = body as Record<string, string>;
  if ("Id" in fields || field in fields) return 400;
  if (id === KNOWN) return 200;
  // A contact without a last name is none.
  return query.updateOnly === "true" ? 404 : 400;
};

const activity = z.strictObject({
  subject: z.string(),
  type: z.string(),
  done: z.boolean(),
  note: z.string(),
});

/**
 * Pipedrive's "Add a new activity", version 2 (https://developers.pipedrive.com/docs/api/v1/Activities#addActivity,
 * https://pipedrive.readme.io/docs/core-api-concepts-authentication; November 2026). Of its fields those that are sent.
 */
export const pipedrive: Vendor = ({ method, path, headers, body }) => {
  if (headers["x-api-token"] !== TOKEN) return 401;
  if (method !== "POST" || path !== "/api/v2/activities") return 405;
  return fits(activity, body) ? 201 : 400;
};

/** A server on this machine that answers as a vendor does; closed when the test is over. */
export async function crmServer(vendor: Vendor) {
  const calls: CrmCall[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const url = new URL(request.url ?? "", "http://127.0.0.1");
    const call: CrmCall = {
      ...{ method: request.method ?? "", path: decodeURIComponent(url.pathname), headers: request.headers },
      query: Object.fromEntries(url.searchParams),
      body: JSON.parse(Buffer.concat(chunks).toString("utf8")),
    };
    calls.push(call);
    response.writeHead(vendor(call)).end();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => new Promise<void>((done) => void server.close(() => done())));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls, token: TOKEN };
}
