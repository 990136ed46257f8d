/** Longer texts are no mistyped names, and the distance costs the product of both lengths. */
const MAX_LENGTH = 64;

/** One typing error in every so many letters is still the same name. */
const LETTERS_FOR_ONE_ERROR = 4;

/** Those of `names` that are nearest to `text` by edit distance and near enough to be meant by it, compared as `key` says. */
export function nearestByDistance(
  text: string,
  names: readonly string[],
  key: (name: string) => string,
): readonly string[] {
  if (text.length > MAX_LENGTH) return [];
  const distances = names.map((name) => [name, editDistance(text, key(name))] as const);
  const least = Math.min(...distances.map(([, distance]) => distance));
  if (least > Math.floor(text.length / LETTERS_FOR_ONE_ERROR)) return [];
  return distances.filter(([, distance]) => distance === least).map(([name]) => name);
}

/** Letters to add, drop or replace to make one text of the other (Levenshtein), in UTF-16 units. */
export function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
