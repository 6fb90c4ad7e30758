import { createCipheriv, hkdfSync, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { aSecret, withSecrets } from "@/lib/testing/rings";
import { openSecret, sealSecret } from "./sealed-secret";

/** As builds without SEALING_KEYS sealed. */
function sealAsBefore(pepper: string, id: string, secret: string): Buffer {
  const bytes = Buffer.from(pepper, "base64");
  const key = Buffer.from(hkdfSync("sha256", bytes, "", "authenticator secrets", 32));
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(id));
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

const pepper = aSecret();
const asBefore = { sealedSecret: sealAsBefore(pepper, "aut_1", "SECRET"), sealingKeyId: "otp:0" };

test.each([
  ["OTP_PEPPER as it was", { OTP_PEPPER: pepper }],
  ["OTP_PEPPER with an id", { OTP_PEPPER: `0:${pepper}` }],
  ["OTP_PEPPER with another id", { OTP_PEPPER: `b:${aSecret()},a:${pepper}` }],
  ["SEALING_KEYS beside it", { OTP_PEPPER: pepper, SEALING_KEYS: aSecret() }],
  [
    "SEALING_KEYS, moved there",
    { OTP_PEPPER: aSecret(), SEALING_KEYS: `s1:${aSecret()},${pepper}` },
  ],
])("what was sealed before there were ids is opened by %s", async (_, secrets) => {
  await withSecrets(secrets, async () => expect(openSecret("aut_1", asBefore)).toBe("SECRET"));
});

test("what is sealed is bound to its authenticator and to a key that is known", async () => {
  await withSecrets({ SEALING_KEYS: `s1:${aSecret()}` }, async () => {
    const sealed = sealSecret("aut_1", "SECRET");
    expect(sealed.sealingKeyId).toBe("s1");
    expect(openSecret("aut_1", sealed)).toBe("SECRET");
    expect(() => openSecret("aut_2", sealed)).toThrow();
    expect(() => openSecret("aut_1", asBefore)).toThrow("the key otp:0");
  });
});
