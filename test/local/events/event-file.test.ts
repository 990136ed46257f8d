import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { appendEvent } from "../../../lib/local/events/event-file.ts";
import { eventFileSink } from "../../../lib/local/events/event-sink.ts";
import { temporaryFolder } from "../../helpers/command-line.ts";
import { anEvent } from "./helpers.ts";

const linesIn = (path: string) => readFileSync(path, "utf8").split("\n");

describe("the file of events", () => {
  it("has an event a line, in order", () => {
    const path = join(temporaryFolder(), "events.ndjson");

    for (const id of ["a", "b"]) appendEvent(path, anEvent(id));

    expect(linesIn(path)).toEqual([JSON.stringify(anEvent("a")), JSON.stringify(anEvent("b")), ""]);
  });

  it("begins a new line after a torn one, so that the next event is whole", () => {
    const path = join(temporaryFolder(), "events.ndjson");
    appendEvent(path, anEvent("a"));
    appendFileSync(path, '{"id":"tor');

    appendEvent(path, anEvent("b"));

    expect(linesIn(path)).toEqual([JSON.stringify(anEvent("a")), '{"id":"tor', JSON.stringify(anEvent("b")), ""]);
  });

  it("is written before anybody else is told, and holds a happening once that is told twice", () => {
    const path = join(temporaryFolder(), "events.ndjson");
    const onDisk: number[] = [];
    const telling = eventFileSink(path, () => void onDisk.push(linesIn(path).length - 1));

    for (const id of ["a", "b", "a"]) telling.emit(anEvent(id));

    expect(onDisk).toEqual([1, 2]);
    expect(linesIn(path)).toHaveLength(3);
    expect(telling.notices()).toEqual([]);
  });

  it("that cannot be written stops nobody: the event is handed on, and the loss is told at the end", () => {
    const path = join(temporaryFolder(), "no-such-folder", "events.ndjson");
    const delivered: string[] = [];
    const telling = eventFileSink(path, ({ id }) => void delivered.push(id));

    for (const id of ["a", "b"]) telling.emit(anEvent(id));

    expect(delivered).toEqual(["a", "b"]);
    expect(telling.notices()).toEqual([expect.stringMatching(/^2 events are missing in .*ENOENT.*sweeper outcomes/)]);
  });
});
