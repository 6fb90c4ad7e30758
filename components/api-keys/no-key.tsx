import { GlobeLock, KeyRound } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import type { KeysView } from "@/lib/api-keys/keys-view";
import { modeNames } from "@/lib/core/mode";

const purposes = {
  test: "With a Test key you can try your whole integration; no customer can pay in Test Mode.",
  live: "With a Live key your integration can accept payments from customers.",
} as const;

/** What the website's review says. */
const reviews = {
  none: "It was not submitted yet.",
  under_review: "It is under review; you will hear by e-mail.",
  refused: "The reviewer asks for changes.",
  verified: "",
} as const;

/** Shown while the mode has no key: what a key is and how to get one, or why none can be made yet. */
export function NoKey({ view, action }: { view: KeysView; action: ReactNode }) {
  if (view.blocked) {
    return (
      <EmptyState
        icon={GlobeLock}
        title="Live keys need a verified website"
        action={
          <Link
            href="/account-settings/website"
            prefetch={false}
            className="font-medium text-accent-text underline underline-offset-2"
          >
            Business website details
          </Link>
        }
      >
        <p>
          With a Live key you accept payments from customers, so the website of your business is
          verified first. It is not verified yet. {reviews[view.website ?? "none"]} Until it is, no
          Live key can be generated; everything in Test Mode works meanwhile.
        </p>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={KeyRound} title={`No ${modeNames[view.mode]} key yet`} action={action}>
      <p>
        An API key is a Key Id and a Key Secret. Your server sends both with every API request.{" "}
        {purposes[view.mode]}
      </p>
    </EmptyState>
  );
}
