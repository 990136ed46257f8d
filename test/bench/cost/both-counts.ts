import type { Emulators } from "./emulators-process.ts";
import { smallAccount } from "./scenarios.ts";

type UnitsByCommand = Readonly<Record<string, number>>;

export interface BothCounts {
  readonly model: UnitsByCommand;
  readonly emulator: UnitsByCommand;
}

/** Units of a small account's days on Amazon's own emulator at `database`: by the model, and as the emulator says. */
export async function bothCounts(emulators: Emulators, database: string): Promise<BothCounts> {
  const counts: BothCounts[] = [];
  await smallAccount({
    ...{ emulators, database, countedBy: ["model", "server"] },
    onEnd: ({ tables: { model, server } }) =>
      void counts.push({ model: model.asByEmulator(), emulator: server.asByEmulator() }),
  });
  const [both] = counts;
  if (both === undefined) throw new Error("nothing was counted");
  return both;
}
