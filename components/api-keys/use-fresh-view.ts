"use client";
import { useState } from "react";
import type { KeysView } from "@/lib/api-keys/keys-view";

/**
 * The newest list of the mode on the page: the page's own, or the one that an action answered, whichever
 * the database wrote later. An answer about the other mode's keys is never shown here.
 */
export function useFreshView(served: KeysView): [KeysView, (answered: KeysView) => void] {
  const [answered, setAnswered] = useState(served);
  const isNewer =
    answered.mode === served.mode && Date.parse(answered.readAt) >= Date.parse(served.readAt);
  return [isNewer ? answered : served, setAnswered];
}
