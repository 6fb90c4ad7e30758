import { TriangleAlert } from "lucide-react";
import { Fragment } from "react";
import { TextLink } from "@/components/ui/text-link";
import type { KeysView } from "@/lib/api-keys/keys-view";
import { keyPath } from "@/lib/core/key-path";
import { counted } from "@/lib/core/numbers";
import { tailOf } from "./words";

/** One line: how many attempts failed, and the key's page, which says why. */
export function FailedAttempts({ view }: { view: KeysView }) {
  const { failures, current, retiring } = view;
  if (failures.length === 0) return null;
  const isOnly = retiring.length === 0 && failures.every(({ keyId }) => keyId === current?.keyId);
  return (
    <p className="mt-4 flex gap-2 text-13">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
      <span>
        {failures.map(({ keyId, attempts }, index) => (
          <Fragment key={keyId}>
            {index > 0 ? " · " : null}
            <TextLink href={keyPath(keyId)}>
              {counted(attempts, "failed attempt")} with {isOnly ? "this key" : tailOf({ keyId })}
              {index === failures.length - 1 ? " in the last 24 hours" : null}
            </TextLink>
          </Fragment>
        ))}
      </span>
    </p>
  );
}
