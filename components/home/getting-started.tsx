import clsx from "clsx";
import { Check } from "lucide-react";
import type { Mode } from "@/lib/core/mode";
import type { Checklist } from "@/lib/home/home-view";
import type { Action } from "@/lib/web/action-state";
import { ModeLink } from "./mode-link";

interface Step {
  label: string;
  isDone: boolean;
  href: string;
  to: Mode | null;
}

const apiKeys = "/account-settings/api-keys";

function stepsOf(list: Checklist): Step[] {
  return [
    { label: "Generate a Test key", isDone: list.hasTestKey, href: apiKeys, to: "test" },
    {
      label: "Verify your mobile number",
      isDone: list.hasMobile,
      href: "/account-settings/account-details",
      to: null,
    },
    {
      label: "Submit your website for review",
      isDone: list.isWebsiteSubmitted,
      href: "/account-settings/website",
      to: null,
    },
    { label: "Generate a Live key", isDone: list.hasLiveKey, href: apiKeys, to: "live" },
  ];
}

interface GettingStartedProps {
  checklist: Checklist;
  mode: Mode;
  switchMode: Action<null>;
}

/** The steps to the first payment. A step is ticked when it was really done. */
export function GettingStarted({ checklist, ...opening }: GettingStartedProps) {
  const steps = stepsOf(checklist);
  const done = steps.filter(({ isDone }) => isDone).length;
  return (
    <section aria-labelledby="getting-started">
      <div className="mb-2.5 flex items-baseline justify-between gap-4">
        <h2 id="getting-started" className="font-semibold">
          Get started
        </h2>
        <p className="text-13 text-muted">
          {done} of {steps.length} done
        </p>
      </div>
      <ol className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-panel shadow-low">
        {steps.map(({ label, isDone, href, to }) => (
          <li key={label} className="flex items-center gap-3 px-4 py-3">
            <span
              aria-hidden
              className={clsx(
                "grid size-5 shrink-0 place-items-center rounded-full border-[1.5px]",
                isDone ? "border-transparent bg-ok text-panel" : "border-edge",
              )}
            >
              {isDone ? <Check className="size-3.5" strokeWidth={2.5} /> : null}
            </span>
            {isDone ? (
              <span className="text-muted">
                {label}
                <span className="sr-only">, done</span>
              </span>
            ) : (
              <ModeLink
                href={href}
                to={to}
                {...opening}
                className="font-medium text-accent-text hover:underline"
              >
                {label}
              </ModeLink>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
