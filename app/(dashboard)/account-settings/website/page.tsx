import type { Metadata } from "next";
import { DashboardFrame } from "@/app/(dashboard)/frame";
import { WebsitePanel } from "@/components/website/website-panel";
import type { Actor } from "@/lib/access/actor";
import { requireActor } from "@/lib/web/actor";
import { getWebsiteView } from "@/lib/websites/get-website-view";
import { submitWebsiteAction } from "./actions";

const title = "Business website details";

export const metadata: Metadata = { title };

export default async function WebsitePage() {
  const actor = await requireActor();
  return (
    <DashboardFrame
      actor={actor}
      path="/account-settings/website"
      title={title}
      needs="website:view"
    >
      <Website actor={actor} />
    </DashboardFrame>
  );
}

async function Website({ actor }: { actor: Actor }) {
  return <WebsitePanel website={await getWebsiteView(actor)} submit={submitWebsiteAction} />;
}
