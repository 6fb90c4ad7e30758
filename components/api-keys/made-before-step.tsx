"use client";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { DialogFooter } from "@/components/ui/dialog-footer";

/** Shown for a repeated request: the key exists, and its secret was in the first answer. */
export function MadeBeforeStep({ onClose }: { onClose: () => void }) {
  return (
    <>
      <Alert>
        An earlier try of this request created the key, and its secret was shown then. If you do not
        have the secret, regenerate the key to get a new one.
      </Alert>
      <DialogFooter>
        <Button look="primary" onClick={onClose} data-autofocus>
          Close
        </Button>
      </DialogFooter>
    </>
  );
}
