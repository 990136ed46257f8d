import { describe, expect, it } from "vitest";
import { resolveIdentity } from "../../lib/cli/resolve-identity.ts";

const ANA = "5f0c2f7e-3a51-4c58-9d2b-7c1e40a9b601";
const TWIN = "5f0c2f7e-9999-4c58-9d2b-7c1e40a9b602";
const BEN = "b81d6a94-0e7f-4f3a-8c66-21d5e3f07a12";
const LABELS = new Map([[ANA, "Ana, sales"]]);
const known = async () => [{ identityId: ANA }, { identityId: TWIN, name: "Tom" }, { identityId: BEN, name: "Ben" }];
const never = () => Promise.reject(new Error("looked up"));

describe("the identity that a word means", () => {
  it.each([
    ["its label", "Ana, sales", ANA],
    ["its whole id", BEN, BEN],
    ["everybody", "all", "all"],
  ])("by %s, without looking anybody up", async (_, word, id) => {
    expect(await resolveIdentity(word, LABELS, never)).toBe(id);
  });

  it.each([
    ["a start of its id that only it has", "b81d", BEN],
    ["a longer start where the first characters are two's", "5f0c2f7e-9", TWIN],
    ["the name that the API shows", "Ben", BEN],
    ["an id that nobody is known by: the command says so", "account-7", "account-7"],
    ["a start of three characters, which is an id as any other", "b81", "b81"],
  ])("by %s", async (_, word, id) => {
    expect(await resolveIdentity(word, LABELS, known)).toBe(id);
  });

  it("is refused where it may be several, with each of them", async () => {
    await expect(resolveIdentity("5f0c2f7e", LABELS, known)).rejects.toThrow(
      `"5f0c2f7e" may be any of 2 identities: Ana, sales (${ANA}), Tom (${TWIN})`,
    );
    const twice = new Map([...LABELS, [BEN, "Ana, sales"]]);
    await expect(resolveIdentity("Ana, sales", twice, never)).rejects.toThrow(BEN);
  });

  it("is refused where a word that can be no id is nobody's, with who there is", async () => {
    await expect(resolveIdentity("Ana, support", LABELS, known)).rejects.toThrow(
      `no identity is called "Ana, support"; there are Ana, sales (${ANA}), Tom (${TWIN}), Ben (${BEN})`,
    );
  });

  it("is never guessed from a part of a label", async () => {
    await expect(resolveIdentity("Ana, s", LABELS, known)).rejects.toThrow("no identity is called");
  });
});
