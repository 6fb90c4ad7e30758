/** Writes usage to the database in the way that an authorizer does. */
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { FailureCause } from "@/db/schema/usage";

interface Use {
  minutesAgo?: number;
  requests?: number;
  address?: string;
}

export async function aUse(keyId: string, use: Use = {}): Promise<void> {
  const { minutesAgo = 0, requests = 1, address = "203.0.113.7" } = use;
  await add([{ key: keyId, agoms: minutesAgo * 60_000, requests, address }], []);
}

interface Failed {
  cause: FailureCause;
  minutesAgo?: number;
  attempts?: number;
  address?: string;
}

export async function aFailure(keyId: string, failed: Failed): Promise<void> {
  const { cause, minutesAgo = 0, attempts = 1, address = "203.0.113.8" } = failed;
  const agoms = minutesAgo * 60_000;
  await add(
    [{ key: keyId, agoms, [cause]: attempts }],
    [{ key: keyId, agoms, cause, attempts, address }],
  );
}

async function add(used: object[], failed: object[]): Promise<void> {
  const [u, f] = [JSON.stringify(used), JSON.stringify(failed)];
  await db().execute(sql`select add_key_usage(${randomUUID()}, 1, ${u}::jsonb, ${f}::jsonb)`);
}
