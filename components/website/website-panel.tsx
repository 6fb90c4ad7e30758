"use client";
import { useEffect, useRef } from "react";
import { PageHead } from "@/components/shell/page-head";
import { Alert } from "@/components/ui/alert";
import { troubleOf } from "@/components/ui/trouble-of";
import { useFormAction } from "@/components/ui/use-form-action";
import type { Action } from "@/lib/web/action-state";
import type { WebsiteView } from "@/lib/websites/website-view";
import { WebsiteForm } from "./website-form";
import { WebsiteReview } from "./website-review";

interface WebsitePanelProps {
  website: WebsiteView | null;
  submit: Action<WebsiteView | null>;
}

/** The page "Business website details": the state of the review, and the form that starts it. */
export function WebsitePanel({ website: served, submit }: WebsitePanelProps) {
  const { answer, pending, formAction, onSubmit } = useFormAction(submit);
  const heading = useRef<HTMLHeadingElement>(null);
  const isDone = answer?.status === "done";
  const website = isDone ? answer.data : served;

  useEffect(() => {
    // The form is long, and its result is shown above it.
    if (isDone) heading.current?.focus();
  }, [isDone]);

  return (
    <>
      <PageHead
        title="Business website details"
        headingRef={heading}
        lede="We look at your website before your first Live key, so that customers know whom they pay. Test Mode never needs it."
      />
      <div role="status">
        {isDone ? (
          <Alert tone="ok" className="mb-4">
            {website?.state === "verified"
              ? "Nothing was changed: this website is verified already."
              : "Your website is under review."}
          </Alert>
        ) : null}
      </div>
      <WebsiteReview website={website} />
      <WebsiteForm
        website={website}
        trouble={troubleOf(answer)}
        pending={pending}
        formAction={formAction}
        onSubmit={onSubmit}
      />
    </>
  );
}
