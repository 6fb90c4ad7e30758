import { DashboardFrame } from "@/app/(dashboard)/frame";
import { requireActor } from "@/lib/web/actor";

/**
 * The page that `npm run bench:pages` compares others with: session check, policy and an empty frame. Only benchmark
 * builds contain it.
 */
export default async function EmptyPage() {
  const actor = await requireActor();
  return (
    <DashboardFrame actor={actor} path="/empty" title="Empty">
      <h1>Empty</h1>
    </DashboardFrame>
  );
}
