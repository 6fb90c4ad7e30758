import type { Metadata } from "next";
import { Suspense } from "react";
import { DashboardFrame } from "@/app/(dashboard)/frame";
import { ApiKeysPanel } from "@/components/api-keys/api-keys-panel";
import { KeysSkeleton } from "@/components/api-keys/keys-skeleton";
import type { Actor } from "@/lib/access/actor";
import { listKeys } from "@/lib/api-keys/list-keys";
import { requireActor } from "@/lib/web/actor";
import { readProgramLanguage } from "@/lib/web/cookies";
import { dialogOrg, keyActions } from "./dialog-props";

const title = "API Keys";

export const metadata: Metadata = { title };

export default async function ApiKeysPage() {
  const actor = await requireActor();
  return (
    <DashboardFrame actor={actor} path="/account-settings/api-keys" title={title} needs="keys:view">
      <Suspense fallback={<KeysSkeleton />}>
        <Keys actor={actor} />
      </Suspense>
    </DashboardFrame>
  );
}

async function Keys({ actor }: { actor: Actor }) {
  return (
    <ApiKeysPanel
      view={await listKeys(actor, actor.session.mode)}
      language={await readProgramLanguage()}
      org={dialogOrg(actor)}
      actions={keyActions}
    />
  );
}
