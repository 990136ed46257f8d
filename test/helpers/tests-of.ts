/** Where sources lie whose tests lie in the folder of the same name under `test`. */
const SOURCES = /^(?:\.\/)?(lib|bin|lambdas)\/(.*)$/;

/**
 * Arguments of the test runner with each source, file or folder, put as the tests of it: the tests of `lib/a/b.ts` are
 * `test/a/b.test.ts` and `test/a/b.<what of it>.test.ts`. Who names a file wants its slow tests too. What is no source stays.
 */
export function testsOf(args: readonly string[]): string[] {
  const put = args.map((argument) => {
    const [, room, path = ""] = SOURCES.exec(argument) ?? [];
    if (room === undefined) return argument;
    const folder = room === "lib" ? "test" : `test/${room}`;
    return `${folder}/${path}`.replace(/\.(?:ts|mjs)$/, ".");
  });
  const namesFile = args.some((argument) => !argument.startsWith("-") && /\.(?:ts|mjs)$/.test(argument));
  return namesFile && !args.includes("--mode") ? ["--mode", "all", ...put] : put;
}
