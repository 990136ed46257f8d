import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutSharedKeys } from "../../lib/sweep/shared-keys.ts";

const item = (personId: string | null, profileKey: string | null, salesNavigatorKey: string | null = null) => ({
  personId,
  profileKey,
  salesNavigatorKey,
});

describe("keys that several people of one list share", () => {
  it.each([
    ["two people's", [item("1", "a"), item("2", "a")], [null, null]],
    ["two people's who both have no id", [item(null, "a"), item(null, "a")], [null, null]],
    ["a person's and one's without an id", [item("1", "a"), item("2", "b"), item(null, "a")], [null, "b", null]],
    ["of three items, two of one person", [item("1", "a"), item("1", "a"), item("2", "a")], [null, null, null]],
    [
      "of three items, the last two of one person",
      [item("2", "a"), item("1", "a"), item("1", "a")],
      [null, null, null],
    ],
    ["one person's, listed twice", [item("1", "a"), item("1", "a")], ["a", "a"]],
    ["none", [item("1", null), item("2", null)], [null, null]],
  ])("%s", (_, items, keys) => {
    const found = withoutSharedKeys(items);
    expect(found.items.map(({ profileKey }) => profileKey)).toEqual(keys);
    expect(found.items.map(({ personId }) => personId)).toEqual(items.map(({ personId }) => personId));
    expect(found.count).toBe(items.filter(({ profileKey }, index) => profileKey !== keys[index]).length);
  });

  it("are taken by kind: an id that several share leaves each of them the address", () => {
    const found = withoutSharedKeys([item("1", "a", "s"), item("2", "b", "s"), item("3", "c", "t")]);
    expect(found).toEqual({ items: [item("1", "a"), item("2", "b"), item("3", "c", "t")], count: 2 });
  });

  it("leave every key with one person at most, and every key that had one", () => {
    const key = fc.option(fc.constantFrom("a", "b", "c", "d"), { nil: null });
    const anItem = fc.record({
      personId: fc.option(fc.constantFrom("1", "2", "3"), { nil: null }),
      ...{ profileKey: key, salesNavigatorKey: key },
    });
    fc.assert(
      fc.property(fc.array(anItem, { maxLength: 12 }), (items) => {
        const found = withoutSharedKeys(items);
        for (const kind of ["profileKey", "salesNavigatorKey"] as const) {
          for (const [index, { [kind]: before }] of items.entries()) {
            const under = items.flatMap((one, at) => (one[kind] === before ? [one.personId ?? `item ${at}`] : []));
            const isShared = before !== null && new Set(under).size > 1;
            expect(found.items[index]?.[kind]).toBe(isShared ? null : before);
          }
        }
      }),
    );
  });
});
