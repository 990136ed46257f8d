/**
 * The ledger's four tables, as both the infrastructure and the local emulator create them. Key and index names are
 * spelled here and nowhere else.
 */
export interface TableDefinition {
  /** What the table is called in the stack and in local mode; the physical name comes from the environment. */
  readonly id: string;
  readonly partitionKey: string;
  readonly sortKey?: string;
  readonly indexes: readonly IndexDefinition[];
  /** Epoch seconds after which DynamoDB may delete an item; items without it stay. */
  readonly ttlAttribute?: string;
}

export interface IndexDefinition {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
  /** Attributes copied besides the keys; `"all"` for every one, none for the keys alone. */
  readonly projection: "all" | readonly string[];
}

const TTL_ATTRIBUTE = "expiresAt";

/** One item per invitation, its whole life. */
export const INVITATIONS = {
  id: "Invitations",
  partitionKey: "identityId",
  sortKey: "invitationId",
  ttlAttribute: TTL_ATTRIBUTE,
  indexes: [
    // Sparse: `pendingOf` leaves the item when the invitation ends. Kept narrow, for every sweep reads all of it.
    {
      name: "pending",
      partitionKey: "pendingOf",
      sortKey: "sentAt",
      projection: ["state", "personId", "firstSeenAt", "attempts", "asked", "duplicateOf"],
    },
    // Sparse: only ended invitations have `outcomeDay`. Projects what analytics and `outcomes` print.
    {
      name: "outcomesByDay",
      partitionKey: "outcomeDay",
      sortKey: "outcomeAt",
      projection: [
        "state",
        "sentAt",
        "firstSeenAt",
        "daysPending",
        "withdrawnAt",
        "reason",
        "thresholdDays",
        "policyVersion",
        "confirmed",
        "heldOut",
        "attempts",
        "lastError",
        "runId",
      ],
    },
    { name: "byPerson", partitionKey: "personId", sortKey: "sentAt", projection: [] },
    // Sparse: only where the listing that first showed the invitation had an address that names a profile.
    { name: "byProfile", partitionKey: "profileKey", sortKey: "sentAt", projection: [] },
    // Sparse: only where a listing has shown the person's Sales Navigator id. Kept as a hash.
    { name: "bySalesNavigator", partitionKey: "salesNavigatorKey", sortKey: "sentAt", projection: [] },
    // Sparse: only open invitations whose withdrawal has been announced, which is none where `noticeDays` is 0.
    {
      name: "announced",
      partitionKey: "announcedOf",
      sortKey: "mayGoFrom",
      projection: ["announcedAt", "announcedReason", "announcedRunId", "sentAt", "personId"],
    },
  ],
} as const satisfies TableDefinition;

/** One item per identity: its gate, its health, its last listing. `#workspace` holds what stops all of them. */
export const IDENTITIES = {
  id: "Identities",
  partitionKey: "identityId",
  indexes: [],
} as const satisfies TableDefinition;

/**
 * One item per run (`#run`) and per sweep in it. The run `#ids` is none: it holds how the times in ids were tried out; nor is
 * `#listers`: it holds whether several identities have ever listed; nor is `#stops`: it holds what people have stopped; nor is `#cleanups`: it holds what people have chosen for a clean-up.
 */
export const RUNS = {
  id: "Runs",
  partitionKey: "runId",
  sortKey: "identityId",
  ttlAttribute: TTL_ATTRIBUTE,
  // Sparse: only a run's own item has `kind`, so that the latest runs are a query and not a scan.
  indexes: [{ name: "latest", partitionKey: "kind", sortKey: "startedAt", projection: "all" }],
} as const satisfies TableDefinition;

/**
 * What people have been flagged as, by their immutable id, or by the key of an address (`profile#…`) whose person no
 * listing has shown yet; a Sales Navigator id has the key of the address that leads to it. `#any` says that there ever was
 * a flag.
 */
export const FLAGS = {
  id: "Flags",
  partitionKey: "personId",
  indexes: [],
} as const satisfies TableDefinition;

export const TABLES = [INVITATIONS, IDENTITIES, RUNS, FLAGS] as const satisfies readonly TableDefinition[];
