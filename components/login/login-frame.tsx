import type { ReactNode } from "react";
import { BrandMark } from "@/components/shell/brand-mark";

/** The plain page around everything that needs no session. */
export function LoginFrame({ brandName, children }: { brandName: string; children: ReactNode }) {
  return (
    <main className="grid min-h-dvh content-start justify-items-center gap-6 px-4 py-10 sm:content-center sm:py-16">
      <BrandMark name={brandName} />
      <div className="w-full max-w-sm rounded-2xl border border-line bg-panel p-6 shadow-low sm:p-8">
        {children}
      </div>
    </main>
  );
}
