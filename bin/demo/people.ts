/** The demo's people (DESIGN §10): in every brand, the same. Only ever on the demo's own embedded database. */
import { sql } from "drizzle-orm";
import { type Db, transaction } from "@/db/client";
import { members, merchants, users, websites } from "@/db/schema/people";
import { env } from "@/lib/core/env";
import { newId } from "@/lib/core/ids";
import type { Role } from "@/lib/core/roles";
import type { OrgId } from "@/lib/orgs/org";
import { orgs } from "@/lib/orgs/orgs";
import { hashPassword } from "@/lib/passwords/password";

export const demoPassword = "correct-horse-demo-26";

interface DemoUser {
  email: string;
  name: string;
  role: Role;
  about: string;
  mobiles: Record<OrgId, string> | null;
  isTwoStepOn?: boolean;
}

interface DemoMerchant {
  name: string;
  isWebsiteVerified: boolean;
  users: DemoUser[];
}

export const demoMerchants: DemoMerchant[] = [
  {
    name: "Acme",
    isWebsiteVerified: true,
    users: [
      {
        email: "owner@acme.test",
        name: "Asha Rao",
        role: "owner",
        about: "owner of Acme, website verified, mobile verified",
        mobiles: { razorpay: "+919876543210", axis: "+919123456780", curlec: "+60123456789" },
      },
      {
        email: "secure@acme.test",
        name: "Sanjay Menon",
        role: "admin",
        about: "admin of Acme, 2-step verification at login",
        mobiles: { razorpay: "+919876501234", axis: "+919812345678", curlec: "+60123451234" },
        isTwoStepOn: true,
      },
      {
        email: "new@acme.test",
        name: "Neha Iyer",
        role: "admin",
        about: "admin of Acme, no mobile yet",
        mobiles: null,
      },
      {
        email: "manager@acme.test",
        name: "Manu Pillai",
        role: "manager",
        about: "manager of Acme, may not see API keys",
        mobiles: null,
      },
    ],
  },
  {
    name: "Fresh",
    isWebsiteVerified: false,
    users: [
      {
        email: "owner@fresh.test",
        name: "Farah Khan",
        role: "owner",
        about: "owner of Fresh, website not verified",
        mobiles: { razorpay: "+919876543211", axis: "+919123456781", curlec: "+60123456780" },
      },
    ],
  },
];

/** Adds whoever is missing; a second start changes nothing. Refuses outside the demo (L-16). */
export async function seedDemo(): Promise<void> {
  if (env().KEYDESK_DEMO !== "1")
    throw new Error("The demo's people exist in the demo only: KEYDESK_DEMO is not set.");
  const passwordHash = await hashPassword(demoPassword);
  for (const orgId of Object.keys(orgs) as OrgId[]) {
    for (const merchant of demoMerchants) {
      await transaction((tx) => addMerchant(tx, orgId, merchant, passwordHash));
    }
  }
}

async function addMerchant(tx: Db, orgId: OrgId, merchant: DemoMerchant, passwordHash: string) {
  const id = `mer_demo_${orgId}_${merchant.name.toLowerCase()}`;
  const added = await tx
    .insert(merchants)
    .values({ id, orgId, name: merchant.name })
    .onConflictDoNothing()
    .returning({ id: merchants.id });
  if (added.length === 0) return;
  const tenant = { orgId, merchantId: id };
  const [url, now] = [`https://${merchant.name.toLowerCase()}.test`, sql`now()`];
  if (merchant.isWebsiteVerified)
    await tx.insert(websites).values({ ...tenant, url, state: "verified", verifiedAt: now });
  for (const { email, name, role, mobiles, isTwoStepOn = false } of merchant.users) {
    const mobile = mobiles?.[orgId] ?? null;
    const mobileVerifiedAt = mobile ? now : null;
    const person = { orgId, email, name, passwordHash, mobile, mobileVerifiedAt, isTwoStepOn };
    const userId = newId("usr");
    await tx.insert(users).values({ id: userId, ...person });
    await tx.insert(members).values({ ...tenant, userId, role });
  }
}
