/** A paragraph that has been written in several lines becomes one again, so that it can be wrapped to another width. */
export const joinParagraphs = (text: string): string => text.replace(/(?<=^\S.{50,})\n(?=\S)/gm, " ");
