/** What happened, and what to do about it. */
interface Reason {
  readonly what: string;
  readonly remedy: string;
}

const NOT_YOURS: Reason = {
  what: "this user may not write there",
  remedy: "give it the right to, or choose another place",
};

/** By the code of the system call. */
const REASONS: Readonly<Record<string, Reason>> = {
  ENOSPC: { what: "the disk is full", remedy: "free some space" },
  EDQUOT: { what: "the disk quota is used up", remedy: "free some space, or have the quota raised" },
  EFBIG: {
    what: "the file is as large as the system lets it become",
    remedy: "raise the limit on the size of files (ulimit -f)",
  },
  EROFS: { what: "the file system is read-only", remedy: "make it writable, or choose another place" },
  EACCES: NOT_YOURS,
  EPERM: NOT_YOURS,
  ENOENT: { what: "its folder is not there", remedy: "bring it back, or choose another place" },
  ENOTDIR: { what: "a part of its path is a file", remedy: "move that file away, or choose another place" },
  EIO: { what: "the disk reports an error", remedy: "see to the disk" },
};

/** LevelDB passes on the system's words, without the code. */
const CODES_BY_TEXT: readonly (readonly [text: RegExp, code: string])[] = [
  [/no space left on device|not enough space on the disk/i, "ENOSPC"],
  [/dis[ck] quota exceeded/i, "EDQUOT"],
  [/file too large/i, "EFBIG"],
  [/read-only file ?system/i, "EROFS"],
  [/permission denied/i, "EACCES"],
  [/operation not permitted/i, "EPERM"],
  [/no such file or directory/i, "ENOENT"],
  [/not a directory/i, "ENOTDIR"],
  [/input\/output error/i, "EIO"],
];

/** The system's code for an error of Node's or of LevelDB's; null when it is none that a disk or a folder is the cause of. */
export function diskCode(error: unknown): string | null {
  for (let one = error; one instanceof Error; one = one.cause) {
    const { message } = one;
    const code = "code" in one && typeof one.code === "string" ? one.code : "";
    if (Object.hasOwn(REASONS, code)) return code;
    const found = CODES_BY_TEXT.find(([text]) => text.test(message));
    if (found !== undefined) return found[1];
  }
  return null;
}

/**
 * A file or folder could not be written. Exists so that a command ends with one line that says which, what happened and
 * what to do, whatever the system calls it. `cause` is the system's error.
 */
export class WriteFault extends Error {
  override readonly name = "WriteFault";
  readonly path: string;
  /** What happened, without place and remedy: "the disk is full (ENOSPC)". */
  readonly what: string;

  constructor(path: string, cause: unknown) {
    const { what, remedy } = reasonOf(cause);
    super(`${path} cannot be written: ${what}. ${remedy}`, { cause });
    this.path = path;
    this.what = what;
  }
}

/** In words; the remedy is a sentence. */
export function reasonOf(error: unknown): Reason {
  const code = diskCode(error);
  const known = code === null ? undefined : REASONS[code];
  const what = known === undefined ? messageOf(error) : `${known.what} (${code})`;
  const remedy = known?.remedy ?? "see to the disk";
  return {
    what,
    remedy: `${remedy.charAt(0).toUpperCase()}${remedy.slice(1)} and start the command again; what is recorded is kept.`,
  };
}

/** Writes to `path` as `write` does, and throws its errors as `WriteFault`. */
export function writing<Result>(path: string, write: () => Result): Result {
  try {
    return write();
  } catch (error) {
    throw error instanceof WriteFault ? error : new WriteFault(path, error);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
