import type { Metadata } from "next";
import { LoginFrame } from "@/components/login/login-frame";
import { ClosedLink } from "@/components/not-me/closed-link";
import { DeadLink } from "@/components/not-me/dead-link";
import { NotMeForm } from "@/components/not-me/not-me-form";
import { findNotMe } from "@/lib/users/find-not-me";
import { currentOrg } from "@/lib/web/org";
import { readLinkToken } from "@/lib/web/read-link-token";
import { confirmNotMeAction } from "./actions";

export const metadata: Metadata = { title: "This wasn't me" };

/** Says what pressing the button would do. Opening the page does nothing, because mail scanners open links. */
export default async function NotMePage({ searchParams }: PageProps<"/not-me">) {
  const org = await currentOrg();
  const token = readLinkToken(await searchParams);
  const view = token ? await findNotMe(org, token) : null;
  return (
    <LoginFrame brandName={org.name}>
      {!view || !token ? (
        <DeadLink supportEmail={org.supportEmail} />
      ) : view.state === "open" ? (
        <NotMeForm
          view={view}
          token={token}
          supportEmail={org.supportEmail}
          confirm={confirmNotMeAction}
        />
      ) : (
        <ClosedLink view={view} supportEmail={org.supportEmail} />
      )}
    </LoginFrame>
  );
}
