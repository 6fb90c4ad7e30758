import type { Metadata } from "next";
import { HomePanel } from "@/components/home/home-panel";
import { MemberHome } from "@/components/home/member-home";
import { hasPermission } from "@/lib/access/permissions";
import { readHome } from "@/lib/home/read-home";
import { requireActor } from "@/lib/web/actor";
import { switchModeAction } from "./actions";
import { DashboardFrame } from "./frame";

export const metadata: Metadata = { title: "Home" };

/** The first page after a login: an overview of both modes. */
export default async function HomePage() {
  const actor = await requireActor();
  const merchantName = actor.merchant.name;
  return (
    <DashboardFrame actor={actor} path="/" title="Home">
      {hasPermission(actor.role, "keys:view") ? (
        <HomePanel
          merchantName={merchantName}
          view={await readHome(actor)}
          mode={actor.session.mode}
          switchMode={switchModeAction}
        />
      ) : (
        <MemberHome merchantName={merchantName} role={actor.role} />
      )}
    </DashboardFrame>
  );
}
