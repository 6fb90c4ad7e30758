"use client";
import type { KeyFlow } from "@/components/api-keys/use-key-flow";
import { useTimeLeft } from "@/components/api-keys/use-time-left";
import { Button } from "@/components/ui/button";
import type { KeyPageView } from "@/lib/api-keys/key-page-view";

/** What the API Keys page offers for this key. Nothing for a key that has ended. */
export function KeyButtons({ view, keyFlow }: { view: KeyPageView; keyFlow: KeyFlow }) {
  const { current, readAt } = view;
  const old = view.retiring[0];
  const msLeft = useTimeLeft(readAt, old?.deactivates ?? null);
  if (current)
    return (
      <Button look="primary" onClick={() => keyFlow.open("regenerate", current)}>
        Regenerate Key
      </Button>
    );
  if (!old || msLeft <= 0) return null;
  return (
    <div className="flex flex-wrap gap-2">
      {old.extendsTo ? (
        <Button onClick={() => keyFlow.submit(keyFlow.open("extend", old))}>
          Keep 24 hours more
        </Button>
      ) : null}
      <Button look="danger" onClick={() => keyFlow.open("deactivate", old)}>
        Deactivate now
      </Button>
    </div>
  );
}
