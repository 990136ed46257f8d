/** "1 invitation", "2 invitations". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}

/** "3 held-out, 120 too-young": largest first, zeros left out. */
export function countsInWords(counts: Readonly<Record<string, number | undefined>>): string {
  return Object.entries(counts)
    .filter((entry): entry is [string, number] => (entry[1] ?? 0) > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${count.toLocaleString("en-US")} ${name}`)
    .join(", ");
}

/** "2026-11-22 22:05" in UTC: the ledger's own time, the same on every machine. */
export function shortTime(at: Date | null): string {
  return at === null ? "" : at.toISOString().slice(0, 16).replace("T", " ");
}
