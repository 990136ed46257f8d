import { pick, seededRng } from "./rng.ts";

/** A made-up LinkedIn member. Any likeness is chance. */
export interface Person {
  readonly profileId: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly jobTitle: string;
  /** The last part of the profile's address; unlike the id, people change it. */
  readonly handle: string;
  readonly salesNavigatorId: string;
}

/** The person behind a profile id, always the same within a world, so that nothing needs to be stored. */
export function personFor(seed: number, profileId: number): Person {
  const rng = seededRng(seed, "person", profileId);
  const firstName = pick(rng, FIRST_NAMES);
  const lastName = pick(rng, LAST_NAMES);
  const jobTitle = `${pick(rng, ROLES)} ${pick(rng, PLACES)}`;
  // The id in base 36 keeps addresses apart, as LinkedIn's own suffix does.
  const handle = `${asciiSlug(`${firstName} ${lastName}`)}-${profileId.toString(36)}`;
  const salesNavigatorId = `ACwAA${Array.from({ length: 34 }, () => BASE64URL.charAt(Math.floor(rng() * 64))).join("")}`;
  return { profileId, firstName, lastName, jobTitle, handle, salesNavigatorId };
}

export function profileUrl(person: Person): string {
  return `https://www.linkedin.com/in/${encodeURIComponent(person.handle)}`;
}

/** Accents dropped; letters with no plain form, such as Chinese ones, are kept and end up percent-encoded. */
function asciiSlug(name: string): string {
  return name
    .normalize("NFD")
    .replace(/\p{Mark}/gu, "")
    .replace(/[^\p{Letter}\p{Number}]+/gu, "-")
    .replace(/^-|-$/g, "")
    .toLowerCase();
}

const BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const FIRST_NAMES = [
  "Anna",
  "Ben",
  "Chloé",
  "Daniel",
  "Elif",
  "Fatima",
  "Grace",
  "Hiroshi",
  "Inès",
  "José",
  "Katarzyna",
  "Łukasz",
  "Marta",
  "Nuno",
  "Oksana",
  "Priya",
  "Quentin",
  "Ravi",
  "Søren",
  "Thảo",
  "Uwe",
  "Valentina",
  "伟",
  "Yusuf",
  "Zoë",
] as const;

const LAST_NAMES = [
  "Andersson",
  "Bianchi",
  "Çelik",
  "Dubois",
  "Eriksen",
  "Fernández",
  "García 🚀",
  "Hoffmann",
  "Ivanova",
  "Jönsson",
  "Kowalski",
  "Lindqvist",
  "Müller",
  "Nguyễn",
  "O'Brien",
  "Patel",
  "Quinn",
  "Rossi",
  "Sjöberg",
  "Tanaka",
  "Usman",
  "van der Berg",
  "王",
  "Yılmaz",
  "Žižek",
] as const;

const ROLES = [
  "Head of Sales",
  "Account Executive",
  "VP Marketing",
  "Founder",
  "Chief of Staff",
  "Software Engineer",
  "Product Manager",
  "Talent Partner",
  "Operations Lead",
  "CFO",
] as const;

const PLACES = [
  "at Nordlicht Analytics",
  "at Häberli & Söhne",
  "@ Bluefin Logistics",
  "at Café Données",
  "| B2B SaaS",
  "at Kestrel Bio",
  "at Orbital Foods",
  "(self-employed)",
  "at Ōmura Robotics",
  "at Pinecrest Capital",
] as const;
