/**
 * The zones that people mean by an abbreviation, the likeliest first. For each of the forms in a row: the summer form of a
 * zone means the same zone. The database's own readings differ: to `Intl`, "BST" is Dhaka and "EST" Panama, all year.
 */
const ROWS: readonly (readonly [forms: string, ...zones: string[]])[] = [
  ["BST", "Europe/London"],
  ["IST", "Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"],
  ["IDT", "Asia/Jerusalem"],
  ["EST EDT ET EST5EDT", "America/New_York"],
  ["CST", "America/Chicago", "Asia/Shanghai"],
  ["CDT CT CST6CDT", "America/Chicago"],
  ["MST", "America/Denver", "America/Phoenix"],
  ["MDT MT MST7MDT", "America/Denver"],
  ["PST PDT PT PST8PDT", "America/Los_Angeles"],
  ["AKST AKDT", "America/Anchorage"],
  ["HST HDT", "Pacific/Honolulu"],
  ["AST", "America/Halifax", "Asia/Riyadh"],
  ["ADT", "America/Halifax"],
  ["NST NDT", "America/St_Johns"],
  ["BRT", "America/Sao_Paulo"],
  ["ART", "America/Argentina/Buenos_Aires"],
  ["WET WEST", "Europe/Lisbon"],
  ["CET CEST MET MEST MEZ MESZ", "Europe/Berlin", "Europe/Paris", "Europe/Zurich"],
  ["EET EEST", "Europe/Athens", "Europe/Helsinki", "Europe/Kyiv"],
  ["MSK", "Europe/Moscow"],
  ["TRT", "Europe/Istanbul"],
  ["WAT", "Africa/Lagos"],
  ["CAT", "Africa/Maputo"],
  ["EAT", "Africa/Nairobi"],
  ["SAST", "Africa/Johannesburg"],
  ["GST", "Asia/Dubai"],
  ["PKT", "Asia/Karachi"],
  ["ICT", "Asia/Bangkok", "Asia/Ho_Chi_Minh"],
  ["WIB", "Asia/Jakarta"],
  ["SGT", "Asia/Singapore"],
  ["HKT", "Asia/Hong_Kong"],
  ["PHT", "Asia/Manila"],
  ["JST", "Asia/Tokyo"],
  ["KST", "Asia/Seoul"],
  ["AWST", "Australia/Perth"],
  ["ACST ACDT", "Australia/Adelaide", "Australia/Darwin"],
  ["AEST AEDT", "Australia/Sydney", "Australia/Brisbane"],
  ["NZST NZDT", "Pacific/Auckland"],
];

export const ZONES_MEANT_BY: ReadonlyMap<string, readonly string[]> = new Map(
  ROWS.flatMap(([forms, ...zones]) => forms.split(" ").map((form) => [form, zones] as const)),
);
