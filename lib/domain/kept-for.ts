/**
 * Whether what was read at `at` is still to be used. Not so where `now` lies before `at`: the clock has been set since, and by
 * it nobody can tell how old it is.
 */
export const isKept = (at: Date, forMs: number, now: Date): boolean => {
  const ageMs = now.getTime() - at.getTime();
  return ageMs >= 0 && ageMs < forMs;
};
