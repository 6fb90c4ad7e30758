import { DashboardFrame } from "@/app/(dashboard)/frame";
import { NoSuchKey } from "@/components/key-page/no-such-key";
import { requireActor } from "@/lib/web/actor";

/** For a Key Id that the merchant has no key with: never made, or somebody else's. */
export default async function KeyNotFound() {
  const actor = await requireActor();
  return (
    <DashboardFrame
      actor={actor}
      path="/account-settings/api-keys"
      title="Key not found"
      parent={{ label: "API Keys", href: "/account-settings/api-keys" }}
    >
      <NoSuchKey merchant={actor.merchant.name} />
    </DashboardFrame>
  );
}
