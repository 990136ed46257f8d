interface Pass<List, Result> {
  readonly lists: ReadonlySet<List>;
  readonly at: number;
  readonly result: Result;
}

/**
 * What follows from all lists of a pass at an instant, in milliseconds: each decision of the pass asks for it, with its own list
 * first, and it is worked out once. O(lists) after the first time, in whatever order they come. Kept for the last pass that
 * a list was part of, and only as long as the list is.
 */
export function onceAPass<List extends object, Result>(
  make: (lists: readonly List[], at: number) => Result,
): (lists: readonly List[], at?: number) => Result {
  const passes = new WeakMap<List, Pass<List, Result>>();
  return (lists, at = 0) => {
    const known = lists[0] === undefined ? undefined : passes.get(lists[0]);
    if (known?.at === at && known.lists.size === lists.length && lists.every((one) => known.lists.has(one))) {
      return known.result;
    }
    const pass = { lists: new Set(lists), at, result: make(lists, at) };
    for (const one of lists) passes.set(one, pass);
    return pass.result;
  };
}
