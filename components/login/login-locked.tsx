import { CodesLocked } from "@/components/step-up/codes-locked";
import type { Action } from "@/lib/web/action-state";
import { StartOver } from "./start-over";

interface LoginLockedProps {
  words: string;
  startOver: Action<null>;
  onStartedOver?: (() => void) | undefined;
}

/** Shown in the place of the code's field while codes are locked (D11). */
export function LoginLocked({ words, ...rest }: LoginLockedProps) {
  return (
    <>
      <h1 className="mb-4 font-semibold text-title tracking-tight">Codes are locked</h1>
      <CodesLocked words={words} />
      <StartOver {...rest} />
    </>
  );
}
