import type { ReactNode, Ref } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import type { KeyPageView } from "@/lib/api-keys/key-page-view";
import { type Mode, modeNames } from "@/lib/core/mode";

interface KeyHeadProps {
  view: KeyPageView;
  shownMode: Mode;
  headingRef: Ref<HTMLHeadingElement>;
  action: ReactNode;
}

const headingId = "key-id";

/** The Key Id, to be copied, and the mode that the key belongs to, which may be another than the ribbon's. */
export function KeyHead({ view, shownMode, headingRef, action }: KeyHeadProps) {
  const { key, mode } = view;
  return (
    <div className="mb-6 flex flex-wrap items-start justify-between gap-x-8 gap-y-4">
      <div className="min-w-0">
        <div className="flex items-center gap-1">
          <h1
            id={headingId}
            ref={headingRef}
            tabIndex={-1}
            className="wrap-anywhere min-w-0 font-mono font-semibold text-lg tracking-tight sm:text-title"
          >
            {key.keyId}
          </h1>
          <CopyButton compact label={`Copy ${key.keyId}`} text={key.keyId} selects={headingId} />
        </div>
        <p className="mt-1 text-muted">
          This key belongs to {modeNames[mode]} Mode.
          {mode === shownMode ? null : ` You are in ${modeNames[shownMode]} Mode now.`}
        </p>
      </div>
      {action}
    </div>
  );
}
