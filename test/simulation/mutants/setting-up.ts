import type { TestedMutant } from "./list.ts";

const INIT = "test/cli/init/initialise.test.ts";
const FOLDER = "test/cli/doctor/data-folder.test.ts";

/** Of the guards on what a newcomer sets up and has looked at. Every one of these its test must notice. */
export const SETTING_UP_MUTANTS: readonly TestedMutant[] = [
  {
    name: "settings written whatever a person says",
    file: "lib/cli/init/initialise.ts",
    find: 'if (!(await io.confirm("Write these changes?"))) throw',
    replace: 'if (!(await io.confirm("Write these changes?")) && io.env.NEVER) throw',
    test: INIT,
    testName: "changes nothing after a no",
  },
  {
    name: "an edit made meanwhile written over",
    file: "lib/cli/init/initialise.ts",
    find: 'if (readFileSync(path, "utf8") !== before) {',
    replace: 'if (readFileSync(path, "utf8") === "") {',
    test: INIT,
    testName: "somebody has edited meanwhile",
  },
  {
    name: "settings written with a key that is refused",
    file: "lib/cli/init/api-key.ts",
    find: "if (status !== 401 && status !== 403) {",
    replace: "if (status !== 403) {",
    test: INIT,
    testName: "refuses a key that the API refuses",
  },
  {
    name: "a ledger looked at in its own folder",
    file: "lib/local/look-at-ledger.ts",
    find: "await openLocalLedger(copy, clock, 1);",
    replace: "await openLocalLedger(path, clock, 1);",
    test: FOLDER,
    testName: "left as it is, to the byte",
  },
  {
    name: "a ledger in use opened all the same",
    file: "lib/local/look-at-ledger.ts",
    find: 'if (await isLocked(path)) throw new DataFolderError("locked", path);',
    replace: "",
    test: FOLDER,
    testName: "that is open elsewhere",
  },
  {
    name: "packed days taken for right unseen",
    file: "lib/cli/doctor/packed-days.ts",
    find: "if (!(await days.saysTheSame(day))) differing.push(day);",
    replace: 'if (day === "" && !(await days.saysTheSame(day))) differing.push(day);',
    test: "test/cli/stack/repack-days.test.ts",
    testName: "a day that differs is failing",
  },
  {
    name: "the alarms of another stack counted as this one's",
    file: "lib/cli/doctor/alarms.ts",
    find: "if (actions.length > 0 && !actions.includes(topic)) return [];",
    replace: "",
    test: "test/cli/commands/doctor.test.ts",
    testName: "whose name begins alike",
  },
];
