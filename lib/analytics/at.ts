/**
 * The value at an index that is known to be there, such as a day of age up to the last one. Past the end it is no number
 * and makes none of whatever it is put into, so that a mistake is not taken for a 0.
 */
export const at = (values: ArrayLike<number>, index: number): number => values[index] as number;
