import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import { changeKeyLife } from "@/lib/api-keys/change-key-life";
import { deactivateKey } from "@/lib/api-keys/deactivate-key";
import { extendKey } from "@/lib/api-keys/extend-key";
import { generateKey } from "@/lib/api-keys/generate-key";
import { listKeys } from "@/lib/api-keys/list-keys";
import { regenerateKey } from "@/lib/api-keys/regenerate-key";
import type { Mode } from "@/lib/core/mode";
import { roles } from "@/lib/core/roles";
import type { OrgId } from "@/lib/orgs/org";
import { requestCode } from "@/lib/step-up/request-code";
import { keyLifeTarget, keyTarget } from "@/lib/step-up/target";
import { aKey } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";
import { verdictOf } from "@/lib/testing/verdict";
import type { Actor } from "./actor";
import { hasPermission, type Permission } from "./permissions";

interface Target {
  mode: Mode;
  keyId: string;
}

type KeyPermission = Extract<Permission, `keys:${string}`>;

/** Every domain command on keys, with the permission it needs. A new command must be added here (C-6). */
const commands: Record<KeyPermission, (actor: Actor, target: Target) => Promise<unknown>> = {
  "keys:view": (actor, { mode }) => listKeys(actor, mode),
  "keys:generate": (actor, { mode }) => generateKey(actor, { mode, requestId: randomUUID() }),
  "keys:regenerate": (actor, target) =>
    regenerateKey(actor, { ...target, choice: "now", requestId: randomUUID() }),
  "keys:deactivate": (actor, target) => deactivateKey(actor, target),
  "keys:extend": (actor, target) => extendKey(actor, { ...target, until: new Date() }),
  "keys:change-life": (actor, { mode }) => changeKeyLife(actor, { mode, life: "90-days" }),
};

const asks = ["generate", "regenerate", "deactivate", "extend", "change-life"] as const;
const targetOf = (purpose: (typeof asks)[number], key: Target) =>
  purpose === "change-life" ? keyLifeTarget(key.mode, "90-days") : keyTarget(purpose, key);
const codeOf = async (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error) => error.code ?? error.need ?? "?",
  );

async function rawKeys(merchantId: string) {
  return db().select().from(apiKeys).where(eq(apiKeys.merchantId, merchantId)).orderBy(apiKeys.id);
}

describe("roles (DESIGN §1)", () => {
  for (const role of roles) {
    test(`${role}: may do exactly what the table says, in both modes, for every command and every code`, async () => {
      for (const mode of ["test", "live"] as const) {
        const owner = await anActor({ mobile: true, otp: true });
        const member = { ...owner, role };
        const key = await aKey(owner, mode);
        for (const permission of Object.keys(commands) as KeyPermission[]) {
          const answer = await codeOf(commands[permission](member, { mode, keyId: key.keyId }));
          expect([permission, answer === "forbidden"]).toEqual([
            permission,
            !hasPermission(role, permission),
          ]);
        }
        for (const purpose of asks) {
          const answer = await codeOf(
            requestCode(member, targetOf(purpose, { mode, keyId: key.keyId })),
          );
          expect([purpose, answer === "forbidden"]).toEqual([
            purpose,
            !hasPermission(role, `keys:${purpose}`),
          ]);
        }
      }
    });
  }

  test("only owner and admin may see or change keys", () => {
    for (const role of roles) {
      const may = role === "owner" || role === "admin";
      for (const permission of Object.keys(commands) as KeyPermission[])
        expect(hasPermission(role, permission)).toBe(may);
    }
  });
});

describe("tenants and modes (K-7, C-4, C-7)", () => {
  const strangers: [string, { org?: OrgId }, Mode][] = [
    ["another merchant's", {}, "test"],
    ["another org's", { org: "curlec" }, "test"],
    ["another mode's", {}, "live"],
  ];
  test.each(strangers)(
    "%s key id is not found and not touched, by any command",
    async (title, options, mode) => {
      const owner = await anActor({ mobile: true, otp: true });
      const key = await aKey(owner);
      const before = await rawKeys(owner.merchant.id);
      const intruder =
        title === "another mode's" ? owner : await anActor({ ...options, mobile: true, otp: true });
      const target = { mode, keyId: key.keyId };
      for (const permission of ["keys:regenerate", "keys:deactivate", "keys:extend"] as const) {
        expect(await codeOf(commands[permission](intruder, target))).toBe("not_found");
      }
      for (const purpose of ["regenerate", "deactivate", "extend"] as const) {
        expect(await codeOf(requestCode(intruder, keyTarget(purpose, target)))).toBe("not_found");
      }
      expect(await rawKeys(owner.merchant.id)).toEqual(before);
      expect(await verdictOf(key)).toBe("allowed");
    },
  );

  test("a key cannot be stored under a merchant or creator of another org", async () => {
    const one = await anActor();
    const other = await anActor({ org: "axis" });
    const key = await aKey(one);
    const [row] = await db()
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.keyId, key.keyId), eq(apiKeys.orgId, one.org.id)));
    if (!row) throw new Error("no row");
    const copy = {
      ...row,
      id: "key_copy",
      keyId: "rzp_test_copycopycopy00",
      requestId: "copy",
      mode: "test" as const,
    };
    await expect(
      db()
        .insert(apiKeys)
        .values({ ...copy, merchantId: other.merchant.id }),
    ).rejects.toThrow();
    await expect(
      db()
        .insert(apiKeys)
        .values({ ...copy, orgId: other.org.id, merchantId: other.merchant.id }),
    ).rejects.toThrow();
  });
});
