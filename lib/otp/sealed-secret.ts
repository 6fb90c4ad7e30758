/** The secrets of authenticator apps as the database keeps them: sealed, with the id of the key that sealed them. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { currentSealingKey, sealingKeys } from "@/lib/core/sealing-keys";

export interface Sealed {
  sealedSecret: Buffer;
  sealingKeyId: string;
}

const nonceBytes = 12;
const tagBytes = 16;

function cipherKey(secret: Buffer): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", "authenticator secrets", 32));
}

/**
 * AES-256-GCM: nonce, tag, ciphertext. The authenticator's id is authenticated data, so a secret copied to another row
 * cannot be opened.
 */
export function sealSecret(authenticatorId: string, secret: string): Sealed {
  const { id: sealingKeyId, secret: key } = currentSealingKey();
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", cipherKey(key), nonce).setAAD(
    Buffer.from(authenticatorId),
  );
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return { sealedSecret: Buffer.concat([nonce, cipher.getAuthTag(), sealed]), sealingKeyId };
}

/**
 * Throws unless `sealSecret` made this for the same authenticator with a key that is still known. Keys of other ids are
 * tried too: an operator may give the same secret another id, or move it from OTP_PEPPER to SEALING_KEYS.
 */
export function openSecret(
  authenticatorId: string,
  { sealedSecret, sealingKeyId }: Sealed,
): string {
  const keys = sealingKeys();
  const likely = keys.filter(({ id }) => id === sealingKeyId);
  for (const { secret } of [...likely, ...keys]) {
    const opened = openWith(cipherKey(secret), authenticatorId, sealedSecret);
    if (opened !== null) return opened;
  }
  throw new Error(`SEALING_KEYS and OTP_PEPPER do not open what the key ${sealingKeyId} sealed`);
}

/** Whether it was sealed with the key that seals now. */
export function isSealedNow({ sealingKeyId }: Pick<Sealed, "sealingKeyId">): boolean {
  return sealingKeyId === currentSealingKey().id;
}

/** Null: another key sealed it, or for another authenticator. */
function openWith(key: Buffer, authenticatorId: string, sealed: Buffer): string | null {
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, nonceBytes))
    .setAAD(Buffer.from(authenticatorId))
    .setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
  try {
    const text = decipher.update(sealed.subarray(nonceBytes + tagBytes));
    return Buffer.concat([text, decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}
