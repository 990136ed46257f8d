import { describe, expect, it } from "vitest";
import { abbreviatedAges } from "../../../lib/domain/sent-date/abbreviations.ts";
import { AGE_UNITS } from "../../../lib/domain/sent-date/age-span.ts";
import { agesInWords } from "../../../lib/domain/sent-date/languages.ts";
import { agesOf, relativeSpan } from "../../../lib/domain/sent-date/relative.ts";
import { at } from "../helpers/records.ts";

const NOW = at("2026-11-22T12:00:00.000Z");
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A page a day old, and a clock change in between. */
const SLACK = 25 * HOUR;

/** The youngest and the oldest age a text can mean, in milliseconds, the slack of the oldest taken off. */
function ages(text: string): readonly [youngest: number, oldest: number] | null {
  const span = relativeSpan(text, NOW);
  return span && [NOW.getTime() - span.to, NOW.getTime() - span.from - SLACK];
}

describe("a number of units", () => {
  it.each([
    ["3 seconds ago", 2 * SECOND, 4 * SECOND],
    ["45 minutes ago", 44 * MINUTE, 46 * MINUTE],
    ["5 hours ago", 4 * HOUR, 6 * HOUR],
    ["5 days ago", 4 * DAY, 6 * DAY],
    ["3 weeks ago", 14 * DAY, 28 * DAY],
    ["1 month ago", 0, 62 * DAY],
    ["2 months ago", 28 * DAY, 93 * DAY],
    ["a year ago", 0, 732 * DAY],
    ["2 years ago", 365 * DAY, 1098 * DAY],
    ["0 days ago", 0, DAY],
    ["just now", 0, MINUTE],
  ])("can be one unit less and one more, of the shortest and the longest kind: %s", (text, youngest, oldest) => {
    expect(ages(text)).toEqual([youngest, oldest]);
  });

  it.each([
    ["es", "hace 3 semanas"],
    ["es, short", "hace 3 sem."],
    ["pt", "há 3 semanas"],
    ["fr", "il y a 3 semaines"],
    ["fr, narrow", "-3 sem."],
    ["de", "vor 3 Wochen"],
    ["de, narrow", "vor 3 Wo."],
    ["it", "3 settimane fa"],
    ["nl", "3 weken geleden"],
    ["tr", "3 hafta önce"],
    ["id", "3 minggu yang lalu"],
    ["hi", "3 सप्ताह पहले"],
    ["ar", "قبل 3 أسابيع"],
    ["pl", "3 tygodnie temu"],
    ["ja", "3 週間前"],
    ["ja, without the space", "3週間前"],
    ["zh", "3周前"],
    ["zh, with a space", "3 周前"],
    ["ru", "3 недели назад"],
    ["en, short", "3 wk. ago"],
    ["en, narrow", "3w ago"],
  ])("is read in the words of %s: %s", (_language, text) => {
    expect(ages(text)).toEqual([14 * DAY, 28 * DAY]);
  });

  it.each([
    "Sent 3 weeks ago",
    "Vor 3 Wochen gesendet",
    "Envoyée il y a 3 semaines",
    "Enviada hace 3 semanas",
    "ENVIADA HÁ 3 SEMANAS",
    "Inviato 3 settimane fa",
    "3 weken geleden verzonden",
    "3 hafta önce gönderildi",
    "Dikirim 3 minggu yang lalu",
    "3 सप्ताह पहले भेजा गया",
    "Wysłano 3 tygodnie temu",
    "Отправлено 3 недели назад",
  ])("may stand beside a word for sent: %s", (text) => {
    expect(ages(text)).toEqual([14 * DAY, 28 * DAY]);
  });

  it.each([
    ["a no-break space", "vor\u00a03\u202fWochen"],
    ["spaces around it", "  vor  3 Wochen "],
    ["an accent of its own", "ha\u0301 3 semanas"],
    ["marks of direction", "\u200fقبل 3 أسابيع\u200e"],
  ])("is read with %s", (_what, text) => {
    expect(ages(text)).toEqual([14 * DAY, 28 * DAY]);
  });
});

describe("a word for a day", () => {
  it.each(["today", "heute", "aujourd’hui", "aujourd'hui", "hoy", "hari ini", "आज", "今日", "СЕГОДНЯ"])(
    "is today's: %s",
    (text) => {
      expect(ages(text)).toEqual([0, DAY]);
    },
  );

  it.each(["yesterday", "Sent yesterday", "gestern", "hier", "ayer", "dün", "कल", "昨日", "вчера"])(
    "is yesterday's: %s",
    (text) => {
      expect(ages(text)).toEqual([0, 2 * DAY]);
    },
  );

  it.each(["vorgestern", "avant-hier", "anteayer", "l’altro ieri", "前天"])(
    "is the day before yesterday's, 23 hours ago at least, as clocks change: %s",
    (text) => {
      expect(ages(text)).toEqual([23 * HOUR, 3 * DAY]);
    },
  );

  it.each([
    ["last week", 14 * DAY],
    ["letzten Monat", 62 * DAY],
    ["el año pasado", 732 * DAY],
    ["this week", 7 * DAY],
    ["1 分以内", MINUTE],
  ])("counts the calendar's units, and can be now: %s", (text, oldest) => {
    expect(ages(text)).toEqual([0, oldest]);
  });
});

describe("a text with several meanings", () => {
  it.each([
    ["an m is a minute or a month", "3m", 2 * MINUTE, 124 * DAY],
    ["in English too", "3m ago", 2 * MINUTE, 124 * DAY],
    ["in the Spanish for months", "hace 3 m", 2 * MINUTE, 124 * DAY],
    ["in the German for minutes", "vor 3 m", 2 * MINUTE, 124 * DAY],
    ["in the French for months", "il y a 3 m.", 2 * MINUTE, 124 * DAY],
    ["h is an hour, and a Turkish week", "4h", 3 * HOUR, 35 * DAY],
    ["in Indonesian h is a day", "4 h lalu", 3 * HOUR, 5 * DAY],
    ["hr is an hour, and an Indonesian day", "4 hr", 3 * HOUR, 5 * DAY],
    ["d is a day, and a Turkish minute", "5d", 4 * MINUTE, 6 * DAY],
    ["s is a second, and a Turkish hour", "5s", 4 * SECOND, 6 * HOUR],
    ["one word for the day before yesterday and the day after tomorrow", "परसों", 0, 3 * DAY],
    ["one phrase for three months ago and in three months", "خلال 3 أشهر", 0, 124 * DAY],
  ])("covers them all: %s, %s", (_what, text, youngest, oldest) => {
    expect(ages(text)).toEqual([youngest, oldest]);
  });
});

describe("any other text", () => {
  it.each([
    "3 weeks",
    "4 Wochen",
    "3 sem.",
    "in 3 Wochen",
    "vor drei Wochen",
    "vor einigen Wochen",
    "vor 3-4 Wochen",
    "vor 1000 Tagen",
    "vor ３ Wochen",
    "já há 3 semanas",
    "3 weeks ago • Edited",
    "already 2 months ago",
    "sent",
    "sent sent 3 weeks ago",
    "tomorrow",
    "morgen",
    "+3 sem.",
    `${" ".repeat(60)}3w`,
    "",
  ])("has no span: %j", (text) => {
    expect(relativeSpan(text, NOW)).toBeNull();
  });
});

it("means nothing else where it is plain English, in any language and at any count", () => {
  const others: string[] = [];
  const counts = [...Array.from({ length: 100 }, (_, index) => index + 1), 365, 999];
  for (const count of counts) {
    for (const unit of AGE_UNITS) {
      for (const text of [`${count} ${unit} ago`, `${count} ${unit}s ago`]) {
        expect(agesOf(text)).toEqual([{ count, unit, isWord: false }]);
        const all = [...agesInWords(text), ...abbreviatedAges(text)];
        if (all.some((age) => age.count !== count || age.unit !== unit || age.isWord)) others.push(text);
      }
    }
  }

  expect(others).toEqual([]);
});
