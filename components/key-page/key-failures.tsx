"use client";
import { useState } from "react";
import { AgoFrom } from "@/components/api-keys/ago-from";
import { Button } from "@/components/ui/button";
import type { KeyPageView } from "@/lib/api-keys/key-page-view";
import { counted } from "@/lib/core/numbers";
import { Section } from "./section";

const shownAtFirst = 5;

/** Refused requests with this key by cause. Only this page tells the causes; the API's answer is always the same. */
export function KeyFailures({ view }: { view: KeyPageView }) {
  const { causes, readAt } = view;
  const [isAll, setAll] = useState(false);
  return (
    <Section
      title="Failed attempts"
      lede="Requests of the last 30 days that were refused. The API does not tell the caller why."
    >
      {causes.length === 0 ? (
        <p className="p-4 text-muted">No request with this key was refused.</p>
      ) : (
        <ul className="divide-y divide-line">
          {causes.slice(0, isAll ? undefined : shownAtFirst).map((one) => (
            <li key={one.cause} className="flex flex-wrap gap-x-8 gap-y-1 px-4 py-3">
              <div className="min-w-0 flex-1 basis-60">
                {one.cause}
                <span className="block text-13 text-muted">{counted(one.attempts, "attempt")}</span>
              </div>
              <div className="min-w-32">
                <AgoFrom at={one.lastAt} address={one.address ?? ""} readAt={readAt} />
              </div>
            </li>
          ))}
        </ul>
      )}
      {causes.length > shownAtFirst && !isAll ? (
        <div className="border-line border-t p-2">
          <Button look="quiet" size="sm" onClick={() => setAll(true)}>
            Show more
          </Button>
        </div>
      ) : null}
    </Section>
  );
}
