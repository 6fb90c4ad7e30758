import Link from "next/link";

/** For `not-found.tsx`: there is no page at this address. */
export function NotFoundState() {
  return (
    <main className="mx-auto grid max-w-md justify-items-start gap-2 px-4 py-16 sm:py-24">
      <h1 className="font-semibold text-title tracking-tight">Page not found</h1>
      <p className="text-muted">The address may be mistyped, or the page has moved.</p>
      <Link
        href="/account-settings"
        prefetch={false}
        className="mt-4 inline-flex min-h-9 items-center rounded-lg bg-accent px-4 font-medium text-accent-ink shadow-low hover:bg-accent-hover pointer-coarse:min-h-11"
      >
        Go to Account &amp; Settings
      </Link>
    </main>
  );
}
