"use client";
import { ChevronDown, Download } from "lucide-react";
import { useId, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CommandLine } from "@/components/ui/command-line";
import { saveFile } from "@/components/ui/save-file";
import type { MintedKey } from "@/lib/api-keys/keys-view";
import { SecretValue } from "./secret-value";
import { useBackLock } from "./use-back-lock";
import { useLeaveWarning } from "./use-leave-warning";

interface RevealStepProps {
  minted: MintedKey;
  oldKeyNote: string | null;
  onSaved: () => void;
}

const moreFormats = [
  { format: "env", label: "Download .env" },
  { format: "json", label: "Download JSON" },
] as const;

/** The only place that shows a secret. It can be closed once the secret was copied or saved. */
export function RevealStep({ minted, oldKeyNote, onSaved }: RevealStepProps) {
  const [isSaved, setIsSaved] = useState(false);
  const [hasMore, setHasMore] = useState(false);
  const id = useId();
  useLeaveWarning(!isSaved);
  useBackLock();

  function download(format: "csv" | "env" | "json") {
    const file = minted.files.find((candidate) => candidate.format === format);
    if (!file) return;
    saveFile(file);
    setIsSaved(true);
  }

  return (
    <>
      <div className="divide-y divide-line rounded-xl border border-line bg-sunken">
        <SecretValue label="Key Id" value={minted.keyId} autoFocus />
        <SecretValue label="Key Secret" value={minted.secret} onCopied={() => setIsSaved(true)} />
      </div>
      <Alert tone="warn" className="mt-4">
        Keep it in your server's secret store. Anyone who has it can act as your business.
        {oldKeyNote ? <p className="mt-1">{oldKeyNote}</p> : null}
      </Alert>
      <div className="mt-4 flex flex-wrap gap-2 max-sm:*:flex-1">
        <Button icon={Download} onClick={() => download("csv")}>
          Download Key Details
        </Button>
        <Button
          look="quiet"
          aria-expanded={hasMore}
          aria-controls={`${id}-more`}
          onClick={() => setHasMore(!hasMore)}
        >
          More formats
          <ChevronDown aria-hidden className={hasMore ? "size-4 rotate-180" : "size-4"} />
        </Button>
      </div>
      <div id={`${id}-more`} hidden={!hasMore} className="mt-2 flex-wrap gap-2 not-[[hidden]]:flex">
        {moreFormats.map(({ format, label }) => (
          <Button key={format} size="sm" className="px-3" onClick={() => download(format)}>
            {label}
          </Button>
        ))}
      </div>
      {minted.curl ? <TryNow curl={minted.curl} /> : null}
      <div className="mt-6 flex flex-col gap-3 border-line border-t pt-4 sm:flex-row sm:items-center sm:justify-between">
        <p id={`${id}-why`} aria-live="polite" className="text-13 text-muted">
          {isSaved
            ? "Once you close this, the secret cannot be shown again."
            : "Copy the Key Secret or download the key first."}
        </p>
        <Button look="primary" disabled={!isSaved} aria-describedby={`${id}-why`} onClick={onSaved}>
          I have saved my key
        </Button>
      </div>
    </>
  );
}

/** A command without the secret, for a shell keeps what is typed. Copying it does not count as saving the key. */
function TryNow({ curl }: { curl: string }) {
  return (
    <div className="mt-5">
      <h3 className="font-medium">Try it now</h3>
      <p className="mb-2 text-13 text-muted">
        curl asks for a password: paste the Key Secret there, so that it stays out of your shell's
        history.
      </p>
      <CommandLine label="Command that tries this key" command={curl} />
    </div>
  );
}
