/** A word as a shell takes it for one. */
export const quoted = (text: string): string =>
  /^[\w./:=@,+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** A command line with options added to it: before `--`, after which nothing is an option any more. */
export function withOptions(argv: readonly string[], ...options: readonly string[]): string {
  const end = argv.indexOf("--");
  const at = end === -1 ? argv.length : end;
  return [...argv.slice(0, at), ...options, ...argv.slice(at)].map(quoted).join(" ");
}
