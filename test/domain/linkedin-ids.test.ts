import { expect, it } from "vitest";
import {
  INVITATION_ID,
  INVITATION_URN,
  invitationIdOf,
  invitationUrn,
  PERSON_ID,
} from "../../lib/domain/linkedin-ids.ts";

const LONGEST = "7".repeat(40);

it.each(["7504140067745262436", LONGEST])("the id %s is read wherever it comes in", (id) => {
  expect(id).toMatch(INVITATION_ID);
  expect(id).toMatch(PERSON_ID);
  expect(invitationUrn(id)).toMatch(INVITATION_URN);
});

it.each(["", `${LONGEST}7`, "7a", "-7", "7\n", "٧"])("%j is no id", (id) => {
  expect(id).not.toMatch(INVITATION_ID);
  expect(id).not.toMatch(PERSON_ID);
  expect(invitationIdOf(invitationUrn(id))).toBeNull();
});

it.each(["urn:li:fsd_invitation:77", "urn:li:fs_invitation:77", "urn:li:invitation:77", "URN:LI:invitation:77"])(
  "%s names invitation 77",
  (urn) => {
    expect(invitationIdOf(urn)).toBe("77");
  },
);

it.each(["77", "urn:li:member:77", "urn:li:fsd_invitation:", "urn:li:fsd_invitation:77 "])("%j is no urn", (urn) => {
  expect(invitationIdOf(urn)).toBeNull();
});
