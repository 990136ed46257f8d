import { expect, test } from "vitest";
import { onceAPass } from "../../lib/sweep/once-a-pass.ts";

const [ANA, BEN, EVA] = [{ name: "Ana" }, { name: "Ben" }, { name: "Eva" }];

function counted() {
  let made = 0;
  const names = onceAPass((lists: readonly { name: string }[], at) => {
    made += 1;
    return `${lists
      .map(({ name }) => name)
      .sort()
      .join()} at ${at}`;
  });
  return { names, made: () => made };
}

test("is worked out once, whichever of the lists asks", () => {
  const { names, made } = counted();

  expect([names([ANA, BEN], 1), names([BEN, ANA], 1)]).toEqual(["Ana,Ben at 1", "Ana,Ben at 1"]);
  expect(made()).toBe(1);
});

test.each([
  ["one list more", [ANA, BEN, EVA], 1],
  ["one list less", [ANA], 1],
  ["another list", [ANA, EVA], 1],
  ["another instant", [ANA, BEN], 2],
])("is another with %s", (_, lists, at) => {
  const { names } = counted();
  names([ANA, BEN], 1);

  const inOrder = lists.map(({ name }) => name).join();
  expect(names(lists, at)).toBe(`${inOrder} at ${at}`);
});

test("is there for no list at all", () => {
  expect(counted().names([], 3)).toBe(" at 3");
});
