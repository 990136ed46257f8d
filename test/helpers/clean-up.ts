const cleanUps: (() => void | Promise<void>)[] = [];

/**
 * For helpers that open something: runs after every test of every file. Files share the modules they import, so that an
 * `afterEach` at a helper's top level would be known to the first file only.
 */
export function afterEveryTest(cleanUp: () => void | Promise<void>): void {
  cleanUps.push(cleanUp);
}

/** What was opened last is closed first. All are tried; the first error is thrown. */
export async function cleanUpAfterTest(): Promise<void> {
  const errors: unknown[] = [];
  for (const cleanUp of [...cleanUps].reverse()) {
    try {
      await cleanUp();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}
