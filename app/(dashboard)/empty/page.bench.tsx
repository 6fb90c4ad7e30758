import { logOutAction, switchMerchantAction, switchModeAction } from "@/app/(dashboard)/actions";
import { Shell } from "@/components/shell/shell";
import { requireActor } from "@/lib/web/actor";
import { shellProps } from "@/lib/web/shell-props";

/** What `npm run bench:pages` compares with: session check, policy and frame, and nothing in it. In no other build. */
export default async function EmptyPage() {
  const actor = await requireActor();
  return (
    <Shell
      {...shellProps(actor)}
      path="/empty"
      crumbs={[{ label: "Empty" }]}
      switchMode={switchModeAction}
      switchMerchant={switchMerchantAction}
      logOut={logOutAction}
    >
      <h1>Empty</h1>
    </Shell>
  );
}
