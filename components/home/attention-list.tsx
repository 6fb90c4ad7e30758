import clsx from "clsx";
import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { Mode } from "@/lib/core/mode";
import type { Attention } from "@/lib/home/home-view";
import type { Action } from "@/lib/web/action-state";
import { ModeLink } from "./mode-link";

const tones = {
  bad: { icon: CircleAlert, mark: "text-bad", word: "Urgent: " },
  warn: { icon: TriangleAlert, mark: "text-warn", word: "Warning: " },
  info: { icon: Info, mark: "text-muted", word: "" },
} as const;

interface AttentionListProps {
  items: readonly Attention[];
  mode: Mode;
  switchMode: Action<null>;
}

/** What needs attention, worst first, each with a link to the page that deals with it. */
export function AttentionList({ items, ...opening }: AttentionListProps) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-panel shadow-low">
      {items.map(({ tone, text, link }) => {
        const { icon: Icon, mark, word } = tones[tone];
        return (
          <li key={text} className="flex flex-wrap items-start gap-x-3 gap-y-1 px-4 py-3">
            <Icon aria-hidden className={clsx("mt-0.5 size-4 shrink-0", mark)} />
            <p className="wrap-anywhere min-w-0 flex-1 basis-48">
              <span className="sr-only">{word}</span>
              {text}
            </p>
            <ModeLink
              href={link.href}
              to={link.mode}
              {...opening}
              className="ml-7 shrink-0 font-medium text-accent-text hover:underline sm:ml-0"
            >
              {link.label}
            </ModeLink>
          </li>
        );
      })}
    </ul>
  );
}
