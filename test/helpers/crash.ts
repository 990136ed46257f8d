/** The process died here. */
export class Crash extends Error {
  override readonly name = "Crash";
}

/** Dies at the `at`-th call, from 1: before the call does anything, or once it has done it all. */
export interface CrashPlan {
  readonly at: number;
  readonly when: "before" | "after";
  /** Calls made so far. */
  calls: number;
  /** What it died at, null as long as it lives. */
  diedAt: string | null;
}

export const crashPlan = (at: number, when: CrashPlan["when"]): CrashPlan => ({ at, when, calls: 0, diedAt: null });

/** `target` with every method, also of the objects in it, counted and, once, dying. One plan may serve several targets. */
export function dying<Target extends object>(target: Target, plan: CrashPlan, name = ""): Target {
  return new Proxy(target, {
    get(from, key) {
      const value: unknown = Reflect.get(from, key);
      const path = `${name}${String(key)}`;
      if (typeof value === "object" && value !== null) return dying(value, plan, `${path}.`);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        plan.calls += 1;
        const dies = plan.calls === plan.at;
        if (dies) plan.diedAt = `${plan.when} ${path}`;
        if (dies && plan.when === "before") throw new Crash(plan.diedAt ?? "");
        const result: unknown = Reflect.apply(value, from, args);
        if (!dies) return result;
        if (!(result instanceof Promise)) throw new Crash(plan.diedAt ?? "");
        return result.then(() => {
          throw new Crash(plan.diedAt ?? "");
        });
      };
    },
  });
}
