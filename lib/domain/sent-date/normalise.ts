/**
 * The same text for the same words: small letters, one kind of space and apostrophe, composed accents, no direction
 * marks, and none of the spaces that some writers put between a digit and a Chinese or Japanese character. Digits of
 * other scripts stay what they are and are not read.
 */
export function normaliseText(text: string): string {
  return text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[\u200e\u200f\u061c]/g, "")
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/\s+/g, " ")
    .replace(/(\d) (?=[\u3040-\u30ff\u4e00-\u9fff])/g, "$1")
    .trim();
}
