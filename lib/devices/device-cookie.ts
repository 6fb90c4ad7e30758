/**
 * The cookie of a browser in which users have logged in: the id of a row for each of them, signed. It opens nothing by
 * itself. Without a good signature no row is looked for.
 */
import { timingSafeEqual } from "node:crypto";
import { hmacSha256 } from "@/lib/core/crypto";
import { deriveKey, deriveKeys } from "@/lib/core/derive-key";
import type { OrgId } from "@/lib/orgs/org";

/** How many users one browser is known for; the one who logged in longest ago gives way. */
const mostUsers = 5;
const longestCookie = 1_000;

const use = "known devices";

function sign(key: Buffer, orgId: OrgId, deviceId: string): string {
  return hmacSha256(key, `${orgId} ${deviceId}`).toString("base64url");
}

/** Whether one of our secrets, today's or an older one, has signed this id for this brand. */
function isOurs(orgId: OrgId, deviceId: string, signature: string): boolean {
  const given = Buffer.from(signature);
  return deriveKeys(use).some((key) => {
    const expected = Buffer.from(sign(key, orgId, deviceId));
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

/** The ids that this brand has signed, the last login's first. Never throws. */
export function readDeviceCookie(orgId: OrgId, cookie = ""): string[] {
  if (cookie.length > longestCookie) return [];
  return cookie.split("~").flatMap((entry) => {
    const [id = "", signature = ""] = entry.split(".");
    return isOurs(orgId, id, signature) ? [id] : [];
  });
}

/** The cookie's new value: this id in front of those that it had. */
export function addToDeviceCookie(orgId: OrgId, deviceId: string, cookie = ""): string {
  const others = readDeviceCookie(orgId, cookie).filter((id) => id !== deviceId);
  const ids = [deviceId, ...others].slice(0, mostUsers);
  return ids.map((id) => `${id}.${sign(deriveKey(use), orgId, id)}`).join("~");
}
