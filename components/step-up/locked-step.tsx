"use client";
import { Button } from "@/components/ui/button";
import { DialogFooter } from "@/components/ui/dialog-footer";
import { CodesLocked } from "./codes-locked";

/** A dialog's content while codes are locked (D11). */
export function LockedStep({ words, onClose }: { words: string; onClose: () => void }) {
  return (
    <>
      <CodesLocked words={words} />
      <DialogFooter>
        <Button look="primary" onClick={onClose} data-autofocus>
          Close
        </Button>
      </DialogFooter>
    </>
  );
}
