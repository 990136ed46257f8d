import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** What one command consumed. */
export interface Consumption {
  /** For example `UpdateItemCommand`. */
  readonly command: string;
  /** Capacity units: read units of a command that reads, write units of one that writes. */
  readonly units: number;
  /** Of these, what was paid for a condition that did not hold. */
  readonly refused: number;
  /** Of these, what was paid for keys and queries that found nothing. */
  readonly vain: number;
}

export type OnConsumed = (consumed: Consumption) => void;

const isRead = (command: string): boolean => /^(Get|BatchGet|Query|Scan)/.test(command);

/** Units added up by command. */
export interface UnitCount {
  readonly add: OnConsumed;
  /** Read units so far. */
  read(): number;
  /** Write units so far. */
  written(): number;
  /**
   * Units by command, sorted by name, without those for conditions that did not hold and for what was not found: Amazon's
   * emulator counts neither. DynamoDB takes both, as its reference says of each.
   */
  asByEmulator(): Readonly<Record<string, number>>;
}

export function createUnitCount(): UnitCount {
  const all: Consumption[] = [];
  const sum = (chosen: (command: string) => boolean, units: (one: Consumption) => number): number =>
    all.filter(({ command }) => chosen(command)).reduce((total, one) => total + units(one), 0);
  return {
    add: (consumed) => void all.push(consumed),
    read: () => sum(isRead, ({ units }) => units),
    written: () =>
      sum(
        (command) => !isRead(command),
        ({ units }) => units,
      ),
    asByEmulator() {
      const names = [...new Set(all.map(({ command }) => command))].sort();
      const held = (name: string) =>
        sum(
          (command) => command === name,
          ({ units, refused, vain }) => units - refused - vain,
        );
      return Object.fromEntries(names.map((name) => [name, held(name)]));
    },
  };
}

/** One command under way: its name, its input, and how to send it, perhaps with another input. */
export interface Sending {
  readonly command: string;
  readonly input: object;
  readonly send: (input: object) => Promise<object>;
}

/** Stands around each command of a client. */
export function aroundCommands(
  client: DynamoDBDocumentClient,
  name: string,
  around: (sending: Sending) => Promise<object>,
): void {
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        let response: unknown;
        const output = await around({
          command: commandName ?? "",
          input: args.input,
          async send(input) {
            const result = await next({ ...args, input });
            response = result.response;
            return result.output;
          },
        });
        return { output, response } as Awaited<ReturnType<typeof next>>;
      },
    { step: "initialize", name },
  );
}
