import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createS3ReportStore } from "../../lib/digest/s3-report-store.ts";
import { createSnsDigestMail } from "../../lib/digest/sns-digest-mail.ts";
import { HOUR_MS, later } from "../../lib/domain/time.ts";
import { LOCAL_AWS } from "../../lib/local/local-aws.ts";
import { type FakeAws, startFakeAws } from "../helpers/fake-aws.ts";

const DUE = new Date("2026-11-23T08:00:00.000Z");
const KEY = "digests/2026-11-23T08-00-00Z.html";

let now: Date;
let aws: FakeAws;
beforeEach(async () => {
  now = new Date("2026-11-23T08:00:07.000Z");
  aws = await startFakeAws(() => now);
});
afterEach(() => aws.close());

interface Keys {
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

function reports(linkHours: number, keys: Keys = {}) {
  const credentials = { ...LOCAL_AWS.credentials, ...keys };
  const client = new S3Client({ ...LOCAL_AWS, credentials, endpoint: aws.url });
  return createS3ReportStore({ client, bucket: "the-bucket", linkHours, now: () => now });
}

describe("a report on S3", () => {
  it("is stored as a page that nobody on the way keeps, under the time it was due", async () => {
    const stored = await reports(12).store(DUE, "<p>Zürich</p>");

    const [object, ...others] = aws.objects.get(`/the-bucket/${KEY}`) ?? [];
    expect(others).toEqual([]);
    expect(object?.body).toBe("<p>Zürich</p>");
    expect(object?.headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "private, no-store",
    });
    expect(stored).toMatchObject({ bucket: "the-bucket", key: KEY, region: "us-east-1" });
    expect(stored.deletedAt).toEqual(new Date("2027-02-21T08:00:07.000Z"));
  });

  it("takes the place of an earlier one for the same time, and of no other", async () => {
    const { store } = reports(12);

    await store(DUE, "first");
    const again = await store(DUE, "second");
    await store(later(DUE, 7 * 24 * HOUR_MS), "next week's");

    expect(await (await fetch(again.link)).text()).toBe("second");
    expect([...aws.objects.keys()]).toEqual([`/the-bucket/${KEY}`, "/the-bucket/digests/2026-11-30T08-00-00Z.html"]);
  });

  it("is read with the link until it ends, and not without", async () => {
    const { link, endsAt } = await reports(12).store(DUE, "the page");
    const status = async (address: string) => (await fetch(address)).status;

    expect(endsAt).toEqual(later(now, 12 * HOUR_MS));
    expect(await status(link)).toBe(200);
    expect(await status(link.replace(/\?.*/, ""))).toBe(403);
    now = later(endsAt, 1_000);
    expect(await status(link)).toBe(403);
  });
});

describe("the end of a link", () => {
  const asked = (link: string) => Number(new URL(link).searchParams.get("X-Amz-Expires"));

  it("is as far off as asked for, surely, with keys that do not end", async () => {
    const { link, endsAt, endIsSure } = await reports(3).store(DUE, "page");

    expect({ seconds: asked(link), endsAt, endIsSure }).toEqual({
      seconds: 3 * 3_600,
      endsAt: later(now, 3 * HOUR_MS),
      endIsSure: true,
    });
  });

  it("is at the latest as asked for with temporary credentials that do not tell their end, as in a function", async () => {
    const { endsAt, endIsSure } = await reports(3, { sessionToken: "temporary" }).store(DUE, "page");

    expect({ endsAt, endIsSure }).toEqual({ endsAt: later(now, 3 * HOUR_MS), endIsSure: false });
  });

  it("is that of the credentials where they tell it and it comes sooner", async () => {
    const expiration = later(now, HOUR_MS);

    const { link, endsAt, endIsSure } = await reports(3, { sessionToken: "temporary", expiration }).store(DUE, "page");

    expect({ seconds: asked(link), endsAt, endIsSure }).toEqual({
      seconds: 3_600,
      endsAt: expiration,
      endIsSure: true,
    });
  });
});

it("mails through the topic, subject and text as they are", async () => {
  const client = new SNSClient({ ...LOCAL_AWS, endpoint: aws.url });

  await createSnsDigestMail(client, "arn:aws:sns:us-east-1:1:digest").publish("staging: 3 withdrawn", "one\n\ntwo – ü");

  expect(aws.published).toEqual([
    expect.objectContaining({
      Action: "Publish",
      TopicArn: "arn:aws:sns:us-east-1:1:digest",
      Subject: "staging: 3 withdrawn",
      Message: "one\n\ntwo – ü",
    }),
  ]);
});
