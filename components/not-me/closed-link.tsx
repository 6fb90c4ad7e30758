import type { NotMeView } from "@/lib/users/not-me-view";
import { WhatHappened } from "./what-happened";

interface ClosedLinkProps {
  view: NotMeView;
  supportEmail: string;
}

const words: Record<Exclude<NotMeView["state"], "open">, { title: string; says: string }> = {
  used: {
    title: "This link was used",
    says: "It works once: the sessions were ended then, and the password no longer works.",
  },
  "too-old": {
    title: "This link is too old",
    says: "It worked for seven days. Nothing was changed by opening it.",
  },
  "not-yours": {
    title: "You can no longer use this link",
    says: "It is for the person concerned and for owners. Nothing was changed by opening it.",
  },
  void: {
    title: "This link no longer counts",
    says: "It was sent to an address that is not this account's any more: an earlier email was restored since. Nothing was changed by opening it.",
  },
  taken: {
    title: "This email belongs to another account",
    says: "It was taken after the change, so it cannot be given back here. Nothing was changed by opening this link.",
  },
};

const restored =
  "It works once: the email was restored then, the sessions were ended, and the password no longer works.";

/** Shown for a link that can no longer be pressed: what happened, and why there is no button. */
export function ClosedLink({ view, supportEmail }: ClosedLinkProps) {
  if (view.state === "open") return null;
  const { title, says } = words[view.state];
  return (
    <div className="grid gap-4">
      <h1 className="font-semibold text-title tracking-tight">{title}</h1>
      <WhatHappened view={view} />
      <p>{view.state === "used" && view.restores ? restored : says}</p>
      <p className="wrap-anywhere text-13 text-muted">
        {view.state === "taken"
          ? "To get the account back"
          : "If something else happened that wasn't you"}
        , contact{" "}
        <a className="text-accent-text underline" href={`mailto:${supportEmail}`}>
          {supportEmail}
        </a>
        .
      </p>
    </div>
  );
}
