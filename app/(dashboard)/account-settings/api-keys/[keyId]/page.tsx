import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { dialogOrg, keyActions } from "@/app/(dashboard)/account-settings/api-keys/dialog-props";
import { DashboardFrame } from "@/app/(dashboard)/frame";
import { KeyAddresses } from "@/components/key-page/key-addresses";
import { KeyFailures } from "@/components/key-page/key-failures";
import { KeyOverview } from "@/components/key-page/key-overview";
import { KeyPanel } from "@/components/key-page/key-panel";
import { KeyUsage } from "@/components/key-page/key-usage";
import { hasPermission } from "@/lib/access/permissions";
import { readKeyPage } from "@/lib/api-keys/read-key-page";
import { requireActor } from "@/lib/web/actor";

export const metadata: Metadata = { title: "API key" };

const parent = { label: "API Keys", href: "/account-settings/api-keys" };

/**
 * A key's own page. The key is read before anything is sent, so that another's key is a 404 and not a page that ends in
 * one. A role that may not see keys learns nothing, not even whether there is such a key.
 */
export default async function KeyPage({ params }: PageProps<"/account-settings/api-keys/[keyId]">) {
  const actor = await requireActor();
  const { keyId } = await params;
  if (!hasPermission(actor.role, "keys:view"))
    return (
      <DashboardFrame
        actor={actor}
        path="/account-settings/api-keys"
        title={parent.label}
        needs="keys:view"
      />
    );
  const view = (await readKeyPage(actor, keyId)) ?? notFound();
  return (
    <DashboardFrame actor={actor} path={`${parent.href}/${keyId}`} title={keyId} parent={parent}>
      <KeyPanel
        view={view}
        shownMode={actor.session.mode}
        org={dialogOrg(actor)}
        actions={keyActions}
      >
        <KeyOverview view={view} />
        <KeyUsage view={view} />
        <KeyFailures view={view} />
        <KeyAddresses rows={view.addresses} readAt={view.readAt} />
      </KeyPanel>
    </DashboardFrame>
  );
}
