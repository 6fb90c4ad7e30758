"use client";
import { useState } from "react";
import type { KeysView } from "@/lib/api-keys/keys-view";

/**
 * The newest list of the page's mode: the page's own or the one from an action's answer, whichever was read later. An
 * answer about the other mode's keys is never shown.
 */
export function useFreshView(served: KeysView): [KeysView, (answered: KeysView) => void] {
  const [answered, setAnswered] = useState(served);
  const isNewer =
    answered.mode === served.mode && Date.parse(answered.readAt) >= Date.parse(served.readAt);
  return [isNewer ? answered : served, setAnswered];
}
