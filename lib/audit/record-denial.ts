import { transaction } from "@/db/client";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { auditOf } from "./audit-of";
import { recordAudit } from "./record-audit";

/**
 * Runs `work`. If it throws `forbidden`, records that (G-1) in a new transaction, because the first one was rolled
 * back.
 */
export async function withAuditedDenial<T>(actor: Actor, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError && error.code === "forbidden") {
      await transaction((tx) =>
        recordAudit(tx, "access.denied", { ...auditOf(actor), outcome: "refused" }),
      );
    }
    throw error;
  }
}
