/** Shown for a link that is too old, cut off or not ours. */
export function DeadLink({ supportEmail }: { supportEmail: string }) {
  return (
    <>
      <h1 className="mb-3 font-semibold text-title tracking-tight">This link does not work</h1>
      <p className="text-muted">
        Open it from the mail again: it works only as a whole. If something happened that wasn't
        you, contact{" "}
        <a className="text-accent-text underline" href={`mailto:${supportEmail}`}>
          {supportEmail}
        </a>
        .
      </p>
    </>
  );
}
