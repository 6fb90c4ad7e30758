import type { Metadata } from "next";
import { LoginFrame } from "@/components/login/login-frame";
import { DeadLink } from "@/components/not-me/dead-link";
import { NotMeForm } from "@/components/not-me/not-me-form";
import { findNotMe } from "@/lib/users/not-me";
import { currentOrg } from "@/lib/web/org";
import { confirmNotMeAction } from "./actions";

export const metadata: Metadata = { title: "This wasn't me" };

interface NotMePageProps {
  searchParams: Promise<{ token?: string | string[] }>;
}

/** Says what pressing the button would do. Opening the page does nothing, because mail scanners open links. */
export default async function NotMePage({ searchParams }: NotMePageProps) {
  const [org, { token }] = await Promise.all([currentOrg(), searchParams]);
  const view = typeof token === "string" ? await findNotMe(org, token) : null;
  return (
    <LoginFrame brandName={org.name}>
      {view && typeof token === "string" ? (
        <NotMeForm
          view={view}
          token={token}
          supportEmail={org.supportEmail}
          confirm={confirmNotMeAction}
        />
      ) : (
        <DeadLink supportEmail={org.supportEmail} />
      )}
    </LoginFrame>
  );
}
