import { DashboardFrame } from "@/app/(dashboard)/frame";
import { requireActor } from "@/lib/web/actor";

/** What `npm run bench:pages` compares with: session check, policy and frame, and nothing in it. In no other build. */
export default async function EmptyPage() {
  const actor = await requireActor();
  return (
    <DashboardFrame actor={actor} path="/empty" title="Empty">
      <h1>Empty</h1>
    </DashboardFrame>
  );
}
