import { describe, expect, it } from "vitest";
import { parseInboundRequest } from "../../lib/contract/inbound-requests.ts";
import { MessageError } from "../../lib/contract/messages.ts";
import { FLAG_KINDS } from "../../lib/domain/rule.ts";

const SECRET = "Jane-Roe-of-Nowhere";
const ENVELOPE = { id: "6a7e8feb-b491-4cf7-a9f1-bf3703467718", source: "crm", time: "2026-11-02T09:00:00Z" };
/** As EventBridge hands it over, with what nobody here reads. */
const event = (detailType: string, detail: unknown, changes: object = {}) => ({
  ...ENVELOPE,
  ...{ version: "0", account: "123456789012", region: "eu-central-1", resources: [] },
  ...{ "detail-type": detailType, detail },
  ...changes,
});
const withdrawal = (detail: object, changes: object = {}) =>
  event("Withdrawal Requested", { personId: "501", reason: "left-the-market", requestedBy: "crm", ...detail }, changes);
const flagging = (detail: object, changes: object = {}) =>
  event("Person Flagged", { personId: "501", as: "customer", flaggedBy: "crm", ...detail }, changes);
const none = { personId: undefined };

/** What is said of an event that is refused. */
function faultOf(given: unknown): string {
  try {
    parseInboundRequest(given);
  } catch (error) {
    if (error instanceof MessageError) return error.message;
    throw error;
  }
  throw new Error("it was taken");
}

describe("a withdrawal requested", () => {
  it("is read with all its fields", () => {
    expect(parseInboundRequest(withdrawal({ identityId: "identity-1", version: "1" }))).toEqual({
      kind: "withdraw",
      eventId: ENVELOPE.id,
      at: new Date("2026-11-02T09:00:00.000Z"),
      target: { personId: "501" },
      identityId: "identity-1",
      reason: "left-the-market",
      by: "crm",
    });
  });

  it.each([
    ["a person's id", { personId: "501" }, { personId: "501" }],
    ["an invitation's urn", { ...none, invitationUrn: "urn:li:fsd_invitation:77" }, { invitationId: "77" }],
    ["the urn of its other form", { ...none, invitationUrn: "urn:li:fs_relInvitation:77" }, { invitationId: "77" }],
    ["a person's id as a spreadsheet keeps it", { personId: "'501 " }, { personId: "501" }],
    ["its older urn", { ...none, invitationUrn: "urn:li:invitation:77" }, { invitationId: "77" }],
    [
      "a profile's address, brought into one spelling",
      { ...none, profileUrl: "https://de.linkedin.com/in/Jane-Roe/?x=1" },
      { profileAddress: "linkedin.com/in/jane-roe" },
    ],
    ["a Sales Navigator id", { personId: "ACwAAAEXAMPLE01" }, { profileAddress: "linkedin.com/in/acwaaaexample01" }],
    [
      "a Sales Navigator address, as the address that leads to its profile",
      { ...none, profileUrl: "https://www.linkedin.com/sales/lead/ACwAAAEXAMPLE01,NAME_SEARCH,x" },
      { profileAddress: "linkedin.com/in/acwaaaexample01" },
    ],
  ])("names its target by %s", (_, detail, target) => {
    expect(parseInboundRequest(withdrawal(detail))).toMatchObject({ target, identityId: null });
  });

  it.each([
    ["https://www.linkedin.com/in/UNKNOWN", "names nobody"],
    ["https://www.linkedin.com/in/ada%252Dexample", "percent-encoded twice"],
  ])("of %s is refused, and why", (profileUrl, why) => {
    expect(faultOf(withdrawal({ ...none, profileUrl }))).toContain(`not a "Withdrawal Requested": profileUrl: `);
    expect(faultOf(withdrawal({ ...none, profileUrl }))).toContain(why);
    expect(faultOf(flagging({ ...none, profileUrl }))).toContain(why);
  });

  it("takes an offset in its time for what it is", () => {
    expect(parseInboundRequest(withdrawal({}, { time: "2026-11-02T10:00:00.250+01:00" })).at).toEqual(
      new Date("2026-11-02T09:00:00.250Z"),
    );
  });

  it.each([
    ["nobody", none, 0],
    ["two ways at once", { invitationUrn: "urn:li:fsd_invitation:77" }, 2],
    ["three ways at once", { invitationUrn: "urn:li:fsd_invitation:77", profileUrl: "https://linkedin.com/in/x" }, 3],
  ])("that names %s is refused, and the ways there are named", (_, detail, has) => {
    expect(faultOf(withdrawal(detail))).toBe(
      `not a "Withdrawal Requested": it needs one of invitationUrn, profileUrl, personId, and has ${has}`,
    );
  });
});

describe("a person flagged", () => {
  it.each(FLAG_KINDS)("as %s is read with all its fields", (as) => {
    expect(parseInboundRequest(flagging({ as, note: "since March", version: "1" }))).toEqual({
      kind: "flag",
      eventId: ENVELOPE.id,
      at: new Date("2026-11-02T09:00:00.000Z"),
      target: { personId: "501" },
      as,
      note: "since March",
      by: "crm",
    });
  });

  it("may be named by address, without a note", () => {
    expect(parseInboundRequest(flagging({ ...none, profileUrl: "linkedin.com/in/jane-roe" }))).toMatchObject({
      target: { profileAddress: "linkedin.com/in/jane-roe" },
      note: null,
    });
  });

  it.each([
    ["nobody", none, 0],
    ["both ways", { profileUrl: "linkedin.com/in/jane-roe" }, 2],
  ])("that names %s is refused", (_, detail, has) => {
    expect(faultOf(flagging(detail))).toBe(
      `not a "Person Flagged": it needs one of profileUrl, personId, and has ${has}`,
    );
  });
});

describe("an event that flags an invitation in the field of a person", () => {
  it("is refused", () => {
    expect(faultOf(flagging({ ...none, profileUrl: "urn:li:fsd_invitation:77" }))).toBe(
      'not a "Person Flagged": it names an invitation, not a person',
    );
  });
});

describe("an event that does not fit", () => {
  it.each([
    ["a number", 7, "event"],
    ["null", null, "event"],
    ["no id", withdrawal({}, { id: undefined }), "id"],
    ["an id too long for a message's name", withdrawal({}, { id: "x".repeat(81) }), "id"],
    ["an id with blanks", withdrawal({}, { id: `${SECRET} 1` }), "id"],
    ["another kind", event(SECRET, {}), "detail-type"],
    ["no time", withdrawal({}, { time: undefined }), "time"],
    ["a day that is none", withdrawal({}, { time: "2026-02-30T09:00:00Z" }), "time"],
    ["a time without a zone", withdrawal({}, { time: "2026-11-02T09:00:00" }), "time"],
    ["no detail", event("Withdrawal Requested", undefined), "detail"],
    ["a text as detail", event("Person Flagged", SECRET), "detail"],
    ["a field too many", withdrawal({ [SECRET]: SECRET }), "detail"],
    ["a version to come", withdrawal({ version: "2" }), "version"],
    ["no reason", withdrawal({ reason: undefined }), "reason"],
    ["an empty reason", withdrawal({ reason: "" }), "reason"],
    ["a reason too long", withdrawal({ reason: SECRET.repeat(20) }), "reason"],
    ["nobody who asks", withdrawal({ requestedBy: undefined }), "requestedBy"],
    ["an id that is no person's", withdrawal({ personId: SECRET }), "personId"],
    ["a number for an id", withdrawal({ personId: 501 }), "personId"],
    ["an id that a spreadsheet has rounded", withdrawal({ personId: "7231400000000000000" }), "personId"],
    ["the id of nobody", withdrawal({ personId: "0" }), "personId"],
    ["an address for an id", withdrawal({ personId: `linkedin.com/in/${SECRET}` }), "personId"],
    ["an urn of something else", withdrawal({ ...none, invitationUrn: `urn:li:member:${SECRET}` }), "invitationUrn"],
    ["an address elsewhere", withdrawal({ ...none, profileUrl: `https://example.com/${SECRET}` }), "profileUrl"],
    ["one of the ledger's own ids", withdrawal({ identityId: "#workspace" }), "identityId"],
    ["a flag that nobody knows", flagging({ as: SECRET }), "as"],
    ["no flag", flagging({ as: undefined }), "as"],
    ["nobody who flags", flagging({ flaggedBy: undefined }), "flaggedBy"],
    ["a note too long", flagging({ note: SECRET.repeat(50) }), "note"],
    ["an invitation in place of a person", flagging({ ...none, invitationUrn: "urn:li:fsd_invitation:7" }), "detail"],
  ])("for %s is refused with the place named and no value", (_, given, place) => {
    const fault = faultOf(given);

    expect(fault).toMatch(new RegExp(`(: |, )${place}\\b`));
    expect(fault).not.toContain(SECRET);
  });

  it("has every fault named at once", () => {
    expect(faultOf(withdrawal({ reason: "", requestedBy: 7, identityId: "a b" }))).toMatch(
      /identityId .*reason .*requestedBy /,
    );
  });
});
