import { describe, expect, it } from "vitest";
import { diskCode, WriteFault, writing } from "../../lib/sandbox/write-fault.ts";

const AGAIN = "and start the command again; what is recorded is kept.";

/** The texts are glibc's for these codes, as LevelDB passes them on; the last column is what a person reads. */
const CASES = [
  ["ENOSPC", "No space left on device", "the disk is full (ENOSPC). Free some space"],
  ["EDQUOT", "Disk quota exceeded", "the disk quota is used up (EDQUOT). Free some space, or have the quota raised"],
  [
    "EFBIG",
    "File too large",
    "the file is as large as the system lets it become (EFBIG). Raise the limit on the size of files (ulimit -f)",
  ],
  ["EROFS", "Read-only file system", "the file system is read-only (EROFS). Make it writable, or choose another place"],
  [
    "EACCES",
    "Permission denied",
    "this user may not write there (EACCES). Give it the right to, or choose another place",
  ],
  [
    "EPERM",
    "Operation not permitted",
    "this user may not write there (EPERM). Give it the right to, or choose another place",
  ],
  ["ENOENT", "No such file or directory", "its folder is not there (ENOENT). Bring it back, or choose another place"],
  [
    "ENOTDIR",
    "Not a directory",
    "a part of its path is a file (ENOTDIR). Move that file away, or choose another place",
  ],
  ["EIO", "Input/output error", "the disk reports an error (EIO). See to the disk"],
] as const;

describe("a file that cannot be written", () => {
  it.each(CASES)("for %s is told in one line, from Node and from LevelDB alike", (code, text, told) => {
    const node = Object.assign(new Error(`${code}: ${text.toLowerCase()}, write`), { code });
    const level = Object.assign(new Error(`IO error: /data/000005.log: ${text}`), { code: "LEVEL_IO_ERROR" });
    const nested = new Error("Database failed to open", { cause: level });

    const messages = [node, level, nested].map((error) => new WriteFault("/data/file", error).message);

    expect(new Set(messages)).toEqual(new Set([`/data/file cannot be written: ${told} ${AGAIN}`]));
  });

  it("for another reason is told in the system's words", () => {
    const error = Object.assign(new Error("EISDIR: illegal operation on a directory, open '/data/file'"), {
      code: "EISDIR",
    });

    expect(diskCode(error)).toBeNull();
    expect(new WriteFault("/data/file", error).message).toBe(
      `/data/file cannot be written: EISDIR: illegal operation on a directory, open '/data/file'. See to the disk ${AGAIN}`,
    );
  });

  it("keeps the innermost place, and what is written without a fault is answered", () => {
    const inner = () =>
      writing("inner", () => {
        throw new Error("no");
      });

    expect(() => writing("outer", inner)).toThrow(/^inner cannot be written/);
    expect(writing("outer", () => 5)).toBe(5);
  });

  it("has no code where there is none to be found", () => {
    expect([diskCode(null), diskCode("ENOSPC"), diskCode(new Error("constructor"))]).toEqual([null, null, null]);
  });
});
