import type * as Fs from "node:fs";
import { basename } from "node:path";

/** What the file system refuses: writing to files of this name, and from which write on. */
export interface Refusal {
  readonly file: string;
  readonly code: string;
  /** Writes that still go through. Default 0. */
  readonly after?: number;
  /** Opening, making and renaming are refused too. Default false: only what fills the disk. */
  readonly opening?: boolean;
}

/**
 * For `vi.mock("node:fs")`: the file system with a fault that can be switched on. A refused write leaves half of its text,
 * as a full disk does.
 */
export function unwritableFs(fs: typeof Fs, refusal: () => Refusal | null): Partial<typeof Fs> {
  const names = new Map<number, string>();
  let writes = 0;
  const nameOf = (file: Fs.PathOrFileDescriptor) =>
    typeof file === "number" ? names.get(file) : basename(String(file));
  const isMeant = (name: string | undefined) => {
    const refused = refusal();
    // Files are made beside the one that they replace.
    return name?.startsWith(refused?.file ?? "\0") === true ? refused : null;
  };
  const failure = (code: string, call: string) => Object.assign(new Error(`${code}: refused, ${call}`), { code });
  const refuseWriting = (file: Fs.PathOrFileDescriptor, half: () => void) => {
    const refused = isMeant(nameOf(file));
    if (refused === null) {
      if (refusal() === null) writes = 0;
      return;
    }
    writes += 1;
    if (writes <= (refused.after ?? 0)) return;
    if (refused.opening !== true) half();
    throw failure(refused.code, "write");
  };
  const refuseOpening = (path: unknown, call: string) => {
    const refused = isMeant(basename(String(path)));
    if (refused?.opening === true) throw failure(refused.code, call);
  };
  return {
    openSync(path, flags, mode) {
      if (flags !== "r") refuseOpening(path, "open");
      const file = fs.openSync(path, flags, mode);
      names.set(file, basename(String(path)));
      return file;
    },
    appendFileSync(file, data, options) {
      refuseWriting(file, () => fs.appendFileSync(file, String(data).slice(0, String(data).length / 2)));
      fs.appendFileSync(file, data, options);
    },
    writeFileSync(file, data, options) {
      refuseWriting(file, () => fs.writeFileSync(file, String(data).slice(0, String(data).length / 2)));
      fs.writeFileSync(file, data, options);
    },
    writeSync: ((file: number, data: string | Uint8Array, ...rest: []) => {
      refuseWriting(file, () => fs.writeSync(file, data.slice(0, data.length / 2) as string));
      return fs.writeSync(file, data as string, ...rest);
    }) as typeof fs.writeSync,
    renameSync(from, to) {
      refuseOpening(to, "rename");
      fs.renameSync(from, to);
    },
    mkdirSync: ((path: Fs.PathLike, ...rest: []) => {
      refuseOpening(path, "mkdir");
      return fs.mkdirSync(path, ...rest);
    }) as typeof fs.mkdirSync,
  };
}
