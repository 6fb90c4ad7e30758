import { CodesLocked } from "@/components/step-up/codes-locked";
import type { Action } from "@/lib/web/action-state";
import { StartOver } from "./start-over";

interface LoginLockedProps {
  words: string;
  startOver: Action<null>;
  onStartedOver?: (() => void) | undefined;
}

/** Where the code would be asked for, while no code is taken (D11). */
export function LoginLocked({ words, ...rest }: LoginLockedProps) {
  return (
    <>
      <h1 className="mb-4 font-semibold text-title tracking-tight">Codes are locked</h1>
      <CodesLocked words={words} />
      <StartOver {...rest} />
    </>
  );
}
