import { describe, expect, it } from "vitest";
import { harmlessIo } from "../../lib/cli/harmless-io.ts";
import type { Io } from "../../lib/cli/io.ts";
import { wrapText } from "../../lib/cli/terminal/wrap-line.ts";
import { knowIdentities, showAsToPrograms, withReader } from "../../lib/report/reader.ts";

const ANA = "5f0c2f7e-3a51-4c58-9d2b-7c1e40a9b601";
const LONG = "one two three four five six seven";

/** What a command prints, on a terminal of so many places or in a pipe. */
function printed(columns: number | null, command: (io: Io) => void, env: Io["env"] = { NO_COLOR: "1" }) {
  const [out, err]: [string[], string[]] = [[], []];
  const io: Io = {
    ...{ env, columns, noticeColumns: columns, rows: columns, interactive: false },
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    progress: () => {},
    confirm: async () => false,
    ask: async () => "",
    onInterrupt: () => () => {},
  };
  withReader(() => command(harmlessIo(io, wrapText)));
  return { out: out.join("\n"), err: err.join("\n") };
}

describe("what a command prints", () => {
  it("is wrapped between words on a terminal, and whole in a pipe", () => {
    const both = (io: Io) => {
      io.out(LONG);
      io.err(LONG);
    };

    expect(printed(20, both)).toEqual({
      out: "one two three four\nfive six seven",
      err: "one two three four\nfive six seven",
    });
    expect(printed(null, both)).toEqual({ out: LONG, err: LONG });
  });

  it("stays as it is where it is JSON, however narrow and colourful the terminal", () => {
    const json = JSON.stringify({ text: LONG, banner: "Sandbox: made-up people" });
    const print = (io: Io) => {
      showAsToPrograms();
      io.out(json);
    };

    expect(printed(20, print, { FORCE_COLOR: "1" }).out).toBe(json);
  });

  it("can do nothing to a terminal, and has colour only from us", () => {
    const print = (io: Io) => io.err("\u001b[2Jgone", "error");

    expect(printed(80, print, { TERM: "xterm" }).err).toBe("\u001b[31m\\u001b[2Jgone\u001b[39m");
  });

  it("has short ids on a terminal, and whole ones in a log file", () => {
    const print = (io: Io) => {
      knowIdentities([{ identityId: ANA, name: "Ana" }]);
      io.err(`${ANA}: gone`);
    };

    expect(printed(80, print).err).toBe("Ana (5f0c2f7e): gone");
    expect(printed(null, print).err).toBe(`${ANA}: gone`);
  });
});
