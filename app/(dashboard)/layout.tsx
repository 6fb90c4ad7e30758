import type { ReactNode } from "react";
import { IdleWarning } from "@/components/shell/idle-warning";
import { currentActor } from "@/lib/web/actor";
import { sessionEnds } from "@/lib/web/session-ends";
import { logOutAction, stayLoggedInAction } from "./actions";

/** Adds the idle warning to every page. The frame is part of each page, not of this layout (docs/decisions 3). */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const actor = await currentActor();
  return (
    <>
      {children}
      {actor ? (
        <IdleWarning ends={sessionEnds(actor)} stay={stayLoggedInAction} logOut={logOutAction} />
      ) : null}
    </>
  );
}
