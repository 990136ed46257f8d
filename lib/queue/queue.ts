/** A message to send. `group` keeps its order and is handled one at a time; `dedup` makes sending it twice harmless. */
export interface OutgoingMessage {
  readonly group: string;
  /** At most 128 characters; a repeat within five minutes is dropped by SQS. */
  readonly dedup: string;
  readonly body: string;
}

export interface Queue {
  /** Sends all, ten a request; entries SQS refuses are tried again. Throws `SendError` with what could not be sent. */
  send(messages: readonly OutgoingMessage[]): Promise<void>;
  /** Hides a received message for `seconds` (1 to 43,200) more. It keeps its group waiting meanwhile. */
  hide(receiptHandle: string, seconds: number): Promise<void>;
}

/** Some messages were not sent, after all tries. What was sent stays sent: sending again is harmless. */
export class SendError extends Error {
  override readonly name = "SendError";
  readonly unsent: number;

  constructor(unsent: number, codes: readonly string[]) {
    super(`${unsent} messages could not be sent to the queue: ${[...new Set(codes)].join(", ")}`);
    this.unsent = unsent;
  }
}
