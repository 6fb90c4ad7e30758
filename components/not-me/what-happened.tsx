import { MomentText } from "@/components/ui/moment-text";
import type { NotMeView } from "@/lib/users/not-me-view";

/** The event that the mail told of: what, by whom, when, and which key. */
export function WhatHappened({ view }: { view: NotMeView }) {
  const { event, happened, name, key } = view;
  return (
    <div className="rounded-xl border border-line bg-sunken px-4 py-3">
      <p className="font-medium">{event}</p>
      <p className="wrap-anywhere text-13 text-muted">
        By {name}, <MomentText at={happened} />
      </p>
      {key ? <p className="wrap-anywhere font-mono text-13">{key.keyId}</p> : null}
    </div>
  );
}
