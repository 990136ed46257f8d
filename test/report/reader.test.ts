import { describe, expect, it } from "vitest";
import {
  identityShown,
  knowIdentities,
  shortId,
  showAsToPrograms,
  showLabels,
  showTimesIn,
  withIdentitiesShown,
  withReader,
} from "../../lib/report/reader.ts";
import { shortDay, shortTime, timeInWords, timeTitle } from "../../lib/report/words.ts";

const ANA = "5f0c2f7e-3a51-4c58-9d2b-7c1e40a9b601";
const TWIN = "5f0c2f7e-3a51-4c58-9d2b-7c1e40a9b602";
const BEN = "b81d6a94-0e7f-4f3a-8c66-21d5e3f07a12";

describe("an identity on a screen", () => {
  it("is its label and its first eight characters; without a label what the API calls it; else those characters alone", () => {
    withReader(() => {
      showLabels(new Map([[ANA, "Ana, sales"]]));
      knowIdentities([
        { identityId: ANA, name: "Ana Duarte" },
        { identityId: BEN, name: "Ben" },
        TWIN.replace("5", "6"),
      ]);

      expect(identityShown(ANA)).toBe("Ana, sales (5f0c2f7e)");
      expect(identityShown(BEN)).toBe("Ben (b81d6a94)");
      expect(identityShown(TWIN.replace("5", "6"))).toBe("6f0c2f7e");
    });
  });

  it("has as many characters of its id as tell it from every other one, and all of an id of another form", () => {
    withReader(() => {
      knowIdentities([ANA, TWIN, BEN, "account-0001", "account-0002"]);

      expect([ANA, TWIN, BEN].map(shortId)).toEqual([ANA, TWIN, "b81d6a94"]);
      expect(shortId("account-0001")).toBe("account-0001");
    });
  });

  it("is its whole id for a program, and where nobody reads", () => {
    withReader(() => {
      showLabels(new Map([[ANA, "Ana, sales"]]));
      showAsToPrograms();

      expect(identityShown(ANA)).toBe(ANA);
      expect(withIdentitiesShown(`${ANA}: gone`)).toBe(`${ANA}: gone`);
    });
    expect(identityShown(ANA)).toBe(ANA);
  });

  it("shows no label to another command of the same process", async () => {
    const one = withReader(async () => {
      showLabels(new Map([[ANA, "mine"]]));
      await Promise.resolve();
      return identityShown(ANA);
    });
    const other = withReader(async () => {
      await Promise.resolve();
      return identityShown(ANA);
    });

    expect(await Promise.all([one, other])).toEqual(["mine (5f0c2f7e)", "5f0c2f7e"]);
  });
});

describe("a sentence with whole ids", () => {
  const line = `${ANA}: its list is empty; \`sweeper reconcile ${ANA}\`, not x${ANA} nor ${BEN}`;

  it("has names in their place, but not in a command that somebody copies, nor within another word", () => {
    withReader(() => {
      showLabels(new Map([[ANA, "Ana"]]));

      expect(withIdentitiesShown(line)).toBe(
        `Ana (5f0c2f7e): its list is empty; \`sweeper reconcile ${ANA}\`, not x${ANA} nor ${BEN}`,
      );
    });
  });

  it("keeps the ids in a log file, with the label before them", () => {
    withReader(() => {
      showLabels(new Map([[ANA, "Ana"]]));
      knowIdentities([BEN]);

      expect(withIdentitiesShown(`${ANA}: x, ${BEN}.`, true)).toBe(`Ana (${ANA}): x, ${BEN}.`);
    });
  });
});

describe("a time on a screen", () => {
  const at = new Date("2026-03-28T23:30:00.000Z");

  it("is in UTC until another zone is asked for", () => {
    withReader(() => {
      expect([shortTime(at), timeInWords(at), timeTitle("when")]).toEqual([
        ...["2026-03-28 23:30", "2026-03-28 23:30 UTC", "when (UTC)"],
      ]);
    });
  });

  it("is in the zone that was asked for, on the day that it is there, and says so", () => {
    withReader(() => {
      showTimesIn("Europe/Zurich");

      expect([shortTime(at), shortDay(at), timeInWords(at), timeTitle("when")]).toEqual([
        ...["2026-03-29 00:30", "2026-03-29", "2026-03-29 00:30 Europe/Zurich", "when (Europe/Zurich)"],
      ]);
      // Two hours later the clocks there have been put forward.
      expect(shortTime(new Date("2026-03-29T01:30:00.000Z"))).toBe("2026-03-29 03:30");
    });
  });

  it("is nothing where there is none", () => {
    expect([shortTime(null), timeInWords(null)]).toEqual(["", ""]);
  });

  it("stays in UTC for a program", () => {
    withReader(() => {
      showTimesIn("Asia/Tokyo");
      showAsToPrograms();

      expect(timeInWords(at)).toBe("2026-03-28 23:30 UTC");
    });
  });
});
