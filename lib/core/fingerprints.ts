/**
 * What tells two secrets of one id apart without telling either: an HMAC of a constant, by the ring's name and the id
 * (D28). The database keeps those of all secrets that were ever given to a process.
 */
import { hmacSha256, isSameDigest } from "./crypto";
import { Misconfigured } from "./mistakes";
import type { Ring } from "./ring";

/** Rings by the name of their variable. */
export type Rings = Readonly<Record<string, Ring | undefined>>;

interface SecretName {
  ring: string;
  id: string;
}

export interface Fingerprint extends SecretName {
  fingerprint: Buffer;
}

/** What the database knows: fingerprints, and which secrets have made something that is still in use. */
export interface KnownSecrets {
  fingerprints: readonly Fingerprint[];
  inUse: readonly SecretName[];
}

/** Sentences without a secret in them. */
export interface RingTrouble {
  /** Each is a reason not to start: what this process makes no other can read, and the other way round. */
  differing: string[];
  /** What cannot be read here. */
  lacking: string[];
}

function fingerprintOf(ring: string, secret: Buffer): Buffer {
  return hmacSha256(secret, `keydesk fingerprint of ${ring}`);
}

/** What a process knows of its rings: it names no ring that it does not hold. */
export interface RingUse {
  /** By ring: what a lacking secret has made, in words that go on after its id. */
  made: Readonly<Record<string, string>>;
  /** Rings whose secrets open for each other, whatever their ids. */
  together: readonly string[];
}

export const keyPepperMade = "with which living keys were made: they cannot be checked";

export function fingerprintsOf(rings: Rings): Fingerprint[] {
  return Object.entries(rings).flatMap(([name, ring]) =>
    [...(ring?.ring ?? [])].map(([id, secret]) => ({
      ring: name,
      id,
      fingerprint: fingerprintOf(name, secret),
    })),
  );
}

/** Compares a process's rings with what the database knows; other rings than these are not its business. */
export function compareRings(
  rings: Rings,
  known: KnownSecrets,
  { made, together }: RingUse,
): RingTrouble {
  const names = new Set([...Object.keys(rings)]);
  return {
    differing: fingerprintsOf(rings)
      .filter((own) => known.fingerprints.some((other) => isOther(own, other)))
      .map(
        ({ ring, id }) =>
          `${ring} gives the id ${id} to another secret than the one that the database knows by it: correct it, or give a new secret an id of its own.`,
      ),
    lacking: known.inUse
      .filter(({ ring }) => names.has(ring))
      .filter((name) => !isHeld(rings, name) && !isHeldAlike(rings, name, known, together))
      .map(({ ring, id }) => `${ring} lacks the id ${id}, ${made[ring]}.`),
  };
}

/** Throws if a secret differs. */
export function refuseDiffering({ differing }: RingTrouble): void {
  if (differing.length > 0) throw new Misconfigured(differing);
}

const isNamed = (one: SecretName, other: SecretName) =>
  one.ring === other.ring && one.id === other.id;

const isOther = (one: Fingerprint, other: Fingerprint) =>
  isNamed(one, other) && !isSameDigest(one.fingerprint, other.fingerprint);

const isHeld = (rings: Rings, { ring, id }: SecretName) => rings[ring]?.ring.has(id) ?? false;

/** Whether the same secret is held under another id or in another of these rings. */
function isHeldAlike(
  rings: Rings,
  name: SecretName,
  { fingerprints }: KnownSecrets,
  together: readonly string[],
): boolean {
  const wanted = fingerprints.find((one) => isNamed(one, name))?.fingerprint;
  if (!wanted || !together.includes(name.ring)) return false;
  return together
    .flatMap((ring) => [...(rings[ring]?.ring.values() ?? [])])
    .some((secret) => isSameDigest(fingerprintOf(name.ring, secret), wanted));
}
