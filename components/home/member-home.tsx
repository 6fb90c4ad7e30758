import { PageHead } from "@/components/shell/page-head";
import type { Role } from "@/lib/core/roles";

/** The home page for roles that may not see keys: whom to ask, and nothing about keys. */
export function MemberHome({ merchantName, role }: { merchantName: string; role: Role }) {
  return (
    <>
      <PageHead title="Home" lede={merchantName} />
      <p className="rounded-xl border border-line bg-panel p-5 shadow-low">
        Your role here is <strong className="font-semibold capitalize">{role}</strong>. API keys are
        managed by the owner and admins of {merchantName}; contact the owner if you need one.
      </p>
    </>
  );
}
