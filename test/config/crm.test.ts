import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readConfig } from "../../lib/config.ts";

const HUBSPOT = { kind: "hubspot", secret: "crm/token" };
const SALESFORCE = { kind: "salesforce", secret: "crm/app", instanceUrl: "https://example.my.salesforce.com" };
const PIPEDRIVE = { kind: "pipedrive", secret: "crm/token", companyDomain: "example" };

const faultsIn = (crm: unknown): readonly string[] => {
  const reading = readConfig({ crm });
  return reading.valid ? [] : reading.faults;
};

describe("crm in cdk.json", () => {
  it("is off by default, and fills in what each vendor needs", () => {
    expect(readConfig({})).toMatchObject({ config: { crm: null } });
    expect(readConfig({ crm: HUBSPOT })).toMatchObject({
      config: { crm: { ...HUBSPOT, idProperty: "linkedin_member_id", createContacts: false, map: {} } },
    });
    expect(readConfig({ crm: SALESFORCE })).toMatchObject({
      config: { crm: { apiVersion: "64.0", object: "Contact", externalIdField: "LinkedIn_Member_Id__c", map: {} } },
    });
    expect(readConfig({ crm: PIPEDRIVE })).toMatchObject({ config: { crm: { activityType: "task", map: {} } } });
  });

  it.each([
    ["crm", "crm/li-token@1"],
    ["an ARN", "arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:crm/app-AbCdEf"],
  ])("takes a secret by %s", (_what, secret) => {
    expect(faultsIn({ ...HUBSPOT, secret })).toEqual([]);
  });

  it.each<[object | true, RegExp]>([
    [true, /crm: found true; accepted: an object/],
    [{}, /crm\.kind: found nothing; accepted: hubspot, salesforce or pipedrive/],
    [{ kind: "zoho", secret: "x" }, /crm\.kind: found "zoho"; accepted: hubspot, salesforce or pipedrive/],
    [{ kind: "hubspot" }, /crm\.secret: found nothing; accepted: the name or the ARN of a secret/],
    [{ ...HUBSPOT, secret: "a token with blanks" }, /crm\.secret/],
    [{ ...HUBSPOT, secret: "arn:aws:ssm:eu-central-1:123456789012:parameter/crm" }, /crm\.secret/],
    [{ ...HUBSPOT, companyDomain: "x" }, /crm\.companyDomain: found an unknown key/],
    [{ ...HUBSPOT, createContacts: "yes" }, /crm\.createContacts: found "yes"; accepted: true or false/],
    [{ ...HUBSPOT, map: { daysPendin: "x" } }, /crm\.map\.daysPendin: found an unknown key/],
    [{ ...HUBSPOT, map: { personId: "x" } }, /crm\.map\.personId: found an unknown key/],
    [{ ...HUBSPOT, map: { urn: "LI Urn" } }, /crm\.map\.urn: found "LI Urn"; accepted: the internal name/],
    [{ ...SALESFORCE, instanceUrl: undefined }, /crm\.instanceUrl: found nothing/],
    [{ ...SALESFORCE, instanceUrl: "http://example.my.salesforce.com" }, /crm\.instanceUrl/],
    [{ ...SALESFORCE, instanceUrl: "https://example.my.salesforce.com/" }, /crm\.instanceUrl/],
    [{ ...SALESFORCE, instanceUrl: "https://salesforce.com.example.org" }, /crm\.instanceUrl/],
    [{ ...SALESFORCE, apiVersion: "64" }, /crm\.apiVersion/],
    [{ ...PIPEDRIVE, companyDomain: "example.pipedrive.com" }, /crm\.companyDomain/],
    [{ ...PIPEDRIVE, map: { urn: "<b>" } }, /crm\.map\.urn/],
    [{ ...HUBSPOT, map: { urn: "linkedin_member_id" } }, /crm\.map\.urn: .* another name than that of idProperty/],
    [{ ...SALESFORCE, map: { urn: "LinkedIn_Member_Id__c" } }, /crm\.map\.urn: .* that of externalIdField/],
    [{ ...HUBSPOT, map: { urn: "linkedin_invitation_id" } }, /crm\.map\.\w+: .* another name than that of/],
  ])("refuses %j", (crm, fault) => {
    expect(faultsIn(crm)).toEqual([expect.stringMatching(fault)]);
  });

  it("takes no name that a template or a body would read otherwise", () => {
    fc.assert(
      fc.property(fc.constantFrom(HUBSPOT, SALESFORCE, PIPEDRIVE), fc.string({ minLength: 1 }), (crm, name) => {
        fc.pre(/[<>"\\\p{Cc}]/u.test(name));

        expect(faultsIn({ ...crm, map: { urn: name } })).toHaveLength(1);
      }),
    );
  });
});
