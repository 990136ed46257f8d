import { ClassicLevel } from "classic-level";

/** Kept in the store itself, so that it goes wherever its files go. All of dynalite's own keys have a `~` in them. */
const KEY = "cleanly-closed";

/** Whether whoever had the store last has closed it with every request answered. From now on it counts as in use. */
export async function takeCleanClose(database: ClassicLevel): Promise<boolean> {
  const clean = (await database.get(KEY)) !== undefined;
  if (clean) await database.del(KEY);
  return clean;
}

/** To be called once the store is closed. Whoever has opened it meanwhile sees to it himself: nothing is noted then. */
export async function noteCleanClose(folder: string): Promise<void> {
  const database = new ClassicLevel(folder);
  try {
    await database.open();
  } catch {
    return;
  }
  // A disk without room for it costs the next start a second, and nothing else.
  await database
    .put(KEY, "yes")
    .catch(() => {})
    .finally(() => database.close());
}
