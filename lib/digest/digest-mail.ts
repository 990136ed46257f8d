/** Sends a digest to whoever is to have it. Implemented on SNS. */
export interface DigestMail {
  /** `subject`: fewer than 100 ASCII characters. */
  publish(subject: string, text: string): Promise<void>;
}
