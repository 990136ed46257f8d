import { afterEach, expect } from "vitest";

const PROTOTYPES = [Object.prototype, Array.prototype, String.prototype, Function.prototype, Map.prototype];

const namesOf = () => PROTOTYPES.map((one) => Reflect.ownKeys(one).map(String).sort().join(" "));

/** After each test of the file: nothing has been added to what every value inherits from. */
export function expectPrototypesUntouched(): void {
  const before = namesOf();
  afterEach(() => {
    expect(namesOf()).toEqual(before);
  });
}
