/** What becomes of a received message: it is deleted, or it is hidden until `at` and comes again. */
export type MessageResult = { readonly kind: "ack" } | { readonly kind: "retry"; readonly at: Date };

export const ACK: MessageResult = { kind: "ack" };
export const retryAt = (at: Date): MessageResult => ({ kind: "retry", at });
