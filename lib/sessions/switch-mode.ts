import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { sessions } from "@/db/schema/sessions";
import type { Actor } from "@/lib/access/actor";
import type { Mode } from "@/lib/core/mode";

/** Which mode the session's next pages show. Actions never read it: they carry the mode of their page (C-7). */
export async function switchMode(actor: Actor, mode: Mode): Promise<void> {
  await db()
    .update(sessions)
    .set({ mode })
    .where(and(eq(sessions.id, actor.session.id), eq(sessions.orgId, actor.org.id)));
}
