const print = (name: string, value: string): void => {
  process.stdout.write(`${name.padEnd(58)}${value.padStart(14)}\n`);
};

/** A figure with what it is of. */
export const printCount = (name: string, count: number): void => print(name, count.toLocaleString("en-US"));
export const printTime = (name: string, ms: number): void =>
  print(name, ms < 10_000 ? `${ms.toFixed(1)} ms` : `${(ms / 1_000).toFixed(1)} s`);
export const printMemory = (name: string, bytes: number): void => print(name, `${(bytes / 2 ** 20).toFixed(1)} MB`);

/**
 * A figure as it was printed: a count, milliseconds or megabytes.
 *
 * @throws Error where none of that name was printed
 */
export function readFigure(printed: string, name: string): number {
  const line = printed.split("\n").find((one) => one.startsWith(name.padEnd(58)));
  const [, number, unit] = /([\d,.]+)(?: (ms|s|MB))?$/.exec(line ?? "") ?? [];
  if (number === undefined) throw new Error(`no figure "${name}" in:\n${printed}`);
  return Number(number.replaceAll(",", "")) * (unit === "s" ? 1_000 : 1);
}
