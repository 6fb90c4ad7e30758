"use client";
import { Download } from "lucide-react";
import { useId, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { saveFile } from "@/components/ui/save-file";

interface CodesStepProps {
  codes: readonly string[];
  /** The account that the codes belong to, for the file. */
  account: { brand: string; email: string };
  onSaved: () => void;
}

/** The only time that recovery codes are shown. It can be closed once they were copied or saved. */
export function CodesStep({ codes, account, onSaved }: CodesStepProps) {
  const [isSaved, setIsSaved] = useState(false);
  const id = useId();
  const { brand, email } = account;

  function download() {
    const head = `${brand} recovery codes of ${email}. Each works once.`;
    const name = `${brand.toLowerCase()}-recovery-codes.txt`;
    saveFile({ name, mime: "text/plain", text: `${[head, "", ...codes].join("\n")}\n` });
    setIsSaved(true);
  }

  return (
    <>
      <ol
        id={id}
        aria-label="Recovery codes"
        translate="no"
        className="grid grid-cols-2 gap-x-4 gap-y-1.5 rounded-xl border border-line bg-sunken p-4 text-center font-mono"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <Alert tone="warn" className="mt-4">
        Keep them where your phone is not. Each opens one login in the place of a code, and whoever
        has them needs only your password besides.
      </Alert>
      <div className="mt-4 flex flex-wrap gap-2">
        <CopyButton
          label="Copy recovery codes"
          text={codes.join("\n")}
          selects={id}
          onCopied={() => setIsSaved(true)}
          autoFocus
        />
        <Button icon={Download} onClick={download}>
          Download recovery codes
        </Button>
      </div>
      <div className="mt-6 flex flex-col gap-3 border-line border-t pt-4 sm:flex-row sm:items-center sm:justify-between">
        <p id={`${id}-why`} aria-live="polite" className="text-13 text-muted">
          {isSaved ? "They cannot be shown again." : "Copy or download them first."}
        </p>
        <Button look="primary" disabled={!isSaved} aria-describedby={`${id}-why`} onClick={onSaved}>
          I have saved my codes
        </Button>
      </div>
    </>
  );
}
