import { PageHead } from "@/components/shell/page-head";
import { Skeleton } from "@/components/ui/skeleton";

/** The page's shape while its keys are loading. It appears only after a short delay. */
export function KeysSkeleton() {
  return (
    <div aria-busy className="animate-late">
      <PageHead title="API Keys" lede="Loading your keys." />
      <div className="rounded-xl border border-line bg-panel shadow-low">
        <div className="h-9 rounded-t-xl border-line border-b bg-sunken" />
        {[0, 1].map((row) => (
          <div key={row} className="flex gap-8 border-line border-t p-4 first-of-type:border-t-0">
            <Skeleton className="h-4 w-48" />
            <Skeleton className="h-4 w-28 max-sm:hidden" />
            <Skeleton className="ml-auto h-4 w-20" />
          </div>
        ))}
      </div>
      <div className="mt-8 grid gap-3">
        <Skeleton className="h-4 w-40" />
        <Skeleton className="h-4 w-full max-w-xl" />
        <Skeleton className="h-4 w-full max-w-lg" />
      </div>
    </div>
  );
}
