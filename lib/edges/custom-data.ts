/**
 * How a withdrawal says which attempt it is, in `custom_data`: the vendor's product page shows a string there, its skill
 * types an object, and whoever guesses wrong is refused every call. So it is left out unless somebody asks for it.
 */
export const CUSTOM_DATA_SHAPES = ["text", "object"] as const;
export type CustomDataShape = (typeof CUSTOM_DATA_SHAPES)[number];

/**
 * What `EDGES_CUSTOM_DATA` asks for; null, for none, where it is not set or empty.
 *
 * @throws TypeError for anything else, in words for whoever set it
 */
export function readCustomData(text: string | undefined): CustomDataShape | null {
  const word = text?.trim() ?? "";
  if (word === "") return null;
  const shape = CUSTOM_DATA_SHAPES.find((one) => one === word);
  if (shape !== undefined) return shape;
  throw new TypeError(
    `EDGES_CUSTOM_DATA is "${word}"; accepted: ${CUSTOM_DATA_SHAPES.join(" or ")}, or not set to send none`,
  );
}

/** The part of a withdrawal's input that has it; empty for none. */
export function customDataOf(
  shape: CustomDataShape | null,
  attemptId: string,
): { readonly custom_data?: string | { readonly attempt_id: string } } {
  if (shape === null) return {};
  return { custom_data: shape === "text" ? attemptId : { attempt_id: attemptId } };
}
