/** What the schedule sent: `{"scheduledTime": "…"}`. Null when it is anything else. */
export function scheduledTimeIn(body: string): Date | null {
  let event: unknown;
  try {
    event = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof event !== "object" || event === null || !("scheduledTime" in event)) return null;
  const at = new Date(typeof event.scheduledTime === "string" ? event.scheduledTime : Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at;
}
