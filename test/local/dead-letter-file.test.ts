import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createDeadLetterFile, type KeptDeadLetter } from "../../lib/local/dead-letter-file.ts";
import { temporaryFolder } from "../helpers/command-line.ts";

const aLetter = (id: string, change: Partial<KeptDeadLetter> = {}): KeptDeadLetter => ({
  queue: "withdraw",
  id,
  body: `body of ${id}\nin two lines`,
  group: "ana",
  attributes: { ApproximateReceiveCount: "21" },
  firstSeenAt: new Date("2026-11-02T09:00:00.123Z"),
  ...change,
});

function aFile() {
  const folder = temporaryFolder();
  const path = join(folder, "dead-letters.ndjson");
  return { folder, path, file: createDeadLetterFile(path) };
}

const idsIn = (path: string) =>
  createDeadLetterFile(path)
    .read()
    .letters.map(({ id }) => id);

describe("the file of dead letters", () => {
  it("is empty where there is none, and is not made by looking", () => {
    const { folder, file } = aFile();

    const read = file.read();
    file.remove(new Set(["a"]));
    file.append([]);

    expect(read).toEqual({ letters: [], damaged: [] });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("gives back every part of what was appended, in order, also to another process", () => {
    const { path, file } = aFile();
    const letters = [aLetter("a"), aLetter("b", { queue: "sweep", group: null, attributes: {} })];

    for (const letter of letters) file.append([letter]);

    expect(createDeadLetterFile(path).read()).toEqual({ letters, damaged: [] });
    expect(readFileSync(path, "utf8").split("\n")).toHaveLength(3);
  });

  it("that cannot be written says which it is, and why", () => {
    const file = createDeadLetterFile(join(temporaryFolder(), "gone", "dead-letters.ndjson"));

    expect(() => file.append([aLetter("a")])).toThrow(
      /gone\/dead-letters\.ndjson cannot be written: its folder is not there \(ENOENT\)\. Bring it back/,
    );
  });

  it("removes what is named and nothing else, and leaves no other file behind", () => {
    const { folder, path, file } = aFile();
    file.append([aLetter("a"), aLetter("b"), aLetter("c")]);

    file.remove(new Set(["a", "c", "never there"]));

    expect(idsIn(path)).toEqual(["b"]);
    expect(readdirSync(folder)).toEqual(["dead-letters.ndjson"]);
  });

  it("reports a torn last line by its number and gives all the others", () => {
    const { path, file } = aFile();
    file.append([aLetter("a"), aLetter("b")]);
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.slice(0, -30));

    const { letters, damaged } = file.read();

    expect(letters).toEqual([aLetter("a")]);
    expect(damaged).toEqual([2]);
  });

  it("begins a new line after a torn one, so that the next letter is whole", () => {
    const { path, file } = aFile();
    file.append([aLetter("a")]);
    appendFileSync(path, '{"queue":"withdr');

    file.append([aLetter("b")]);

    expect(file.read()).toEqual({ letters: [aLetter("a"), aLetter("b")], damaged: [2] });
  });

  it.each([
    ["no JSON", "hello"],
    ["no object", "7"],
    ["another queue", JSON.stringify({ ...aLetter("x"), queue: "start-run" })],
    ["no body", JSON.stringify({ ...aLetter("x"), body: undefined })],
    ["no time", JSON.stringify({ ...aLetter("x"), firstSeenAt: "soon" })],
  ])("reports a line with %s, and keeps it as it is when others are removed", (_, line) => {
    const { path, file } = aFile();
    file.append([aLetter("a")]);
    appendFileSync(path, `${line}\n`);
    file.append([aLetter("b")]);

    file.remove(new Set(["a"]));

    expect(file.read()).toEqual({ letters: [aLetter("b")], damaged: [1] });
    expect(readFileSync(path, "utf8").split("\n")[0]).toBe(line);
  });
});
