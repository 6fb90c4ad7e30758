import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { MomentText } from "@/components/ui/moment-text";
import type { WebsiteView } from "@/lib/websites/website-view";

const badges = {
  none: { tone: "calm", label: "Not submitted" },
  under_review: { tone: "warn", label: "Under review" },
  verified: { tone: "ok", label: "Verified" },
  refused: { tone: "bad", label: "Changes needed" },
} as const;

/** The state of the review, since when, and who must act next. */
export function WebsiteReview({ website }: { website: WebsiteView | null }) {
  const { tone, label } = badges[website?.state ?? "none"];
  return (
    <section
      aria-label="Review"
      className="mb-4 grid gap-3 rounded-xl border border-line bg-panel p-5 shadow-low"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Badge tone={tone}>{label}</Badge>
        {website ? <span className="break-all font-medium">{website.url}</span> : null}
      </div>
      <div className="grid max-w-[70ch] gap-2 text-13 text-muted">
        {website ? (
          <Words website={website} />
        ) : (
          <p>Enter your website below and submit it: its review begins then.</p>
        )}
      </div>
    </section>
  );
}

function Words({ website }: { website: WebsiteView }) {
  const { state, submitted, verified, reviewed, reason } = website;
  const words: Record<WebsiteView["state"], ReactNode> = {
    under_review: (
      <p>
        Submitted <MomentText at={submitted} />. You will hear by e-mail.
      </p>
    ),
    verified: verified && (
      <p>
        Verified <MomentText at={verified} />. Live keys can be generated. You may change the
        details at any time: they are reviewed again, and your Live key works on meanwhile.
      </p>
    ),
    refused: (
      <>
        <p>
          {reviewed ? (
            <>
              Reviewed <MomentText at={reviewed} />.{" "}
            </>
          ) : null}
          The reviewer writes:
        </p>
        <blockquote className="whitespace-pre-line break-words border-bad-line border-l-2 pl-3 text-ink">
          {reason}
        </blockquote>
        <p>Change it, then submit your website again.</p>
      </>
    ),
  };
  return (
    <>
      {words[state]}
      {state !== "verified" && verified ? (
        <p>
          An earlier version was verified <MomentText at={verified} />: a Live key that you have
          works on. A first one waits for this review.
        </p>
      ) : null}
    </>
  );
}
