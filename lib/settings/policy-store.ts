import type { PolicySource } from "./policy-source.ts";

/** A policy that can be looked at and changed: a file in local mode, an SSM parameter on a stack. */
export interface PolicyStore extends PolicySource {
  /** The document as it stands, valid or not, with its place and version. */
  document(): Promise<{ readonly document: unknown; readonly where: string; readonly version: number }>;
  /** Throws `PolicyError` for a document that has no room there. Left out: there is room for any. */
  check?(document: unknown): void;
  /** Stores a document that the caller has checked; answers its version. */
  replace(document: unknown): Promise<number>;
}

/** A policy as it starts out, before anybody has set one: its document and where that stands. */
export interface PolicySeed {
  readonly document: unknown;
  readonly where: string;
}
