import { transaction } from "@/db/client";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { auditOf } from "./audit-of";
import { recordAudit } from "./record-audit";

/** Runs `work`. A denial is an event of its own (G-1), written apart from the transaction that it rolled back. */
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
