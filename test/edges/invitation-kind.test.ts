import fc from "fast-check";
import { expect, test } from "vitest";
import { readInvitationKind } from "../../lib/edges/invitation-kind.ts";

test.each([
  ["nothing", {}, "CONNECTION"],
  ["null", { linkedin_invitation_type: null }, "CONNECTION"],
  ["an empty text", { linkedin_invitation_type: "" }, "CONNECTION"],
  ["the usual kind", { linkedin_invitation_type: "CONNECTION" }, "CONNECTION"],
  ["the usual kind in small letters", { invitation_type: " connection " }, "CONNECTION"],
  ["an event", { linkedin_invitation_type: "EVENT" }, "EVENT"],
  ["a page under the other name", { invitation_type: "Page" }, "PAGE"],
  ["a word nobody has listed", { linkedin_invitation_type: "ORGANIZATION" }, "ORGANIZATION"],
  ["two kinds", { linkedin_invitation_type: "CONNECTION", invitation_type: "NEWSLETTER" }, "NEWSLETTER"],
  ["a number", { linkedin_invitation_type: 7 }, "(unprintable)"],
  ["a sentence", { linkedin_invitation_type: "please connect" }, "(unprintable)"],
])("an item that says %s", (_what, item, kind) => {
  expect(readInvitationKind(item)).toBe(kind);
});

test("whatever stands there and is not the usual kind is never taken for it", () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      const isUsual = value === undefined || value === null || value === "";
      const isWord = typeof value === "string" && value.trim().toUpperCase() === "CONNECTION";
      expect(readInvitationKind({ linkedin_invitation_type: value }) === "CONNECTION").toBe(isUsual || isWord);
    }),
  );
});
