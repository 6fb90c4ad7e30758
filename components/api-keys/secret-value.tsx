"use client";
import { useId } from "react";
import { CopyButton } from "@/components/ui/copy-button";

interface SecretValueProps {
  label: string;
  value: string;
  /** Called when the value was copied, with the button or by selecting it. */
  onCopied?: () => void;
  autoFocus?: boolean;
}

export function SecretValue({ label, value, onCopied, autoFocus }: SecretValueProps) {
  const id = useId();

  function copiedByHand() {
    if (window.getSelection()?.toString().includes(value)) onCopied?.();
  }

  return (
    <div className="flex items-center justify-between gap-3 px-4 py-3">
      <div className="min-w-0">
        <p className="text-13 text-muted">{label}</p>
        <p id={id} onCopy={copiedByHand} translate="no" className="break-all font-mono text-sm">
          {value}
        </p>
      </div>
      <CopyButton
        label={`Copy ${label}`}
        text={value}
        selects={id}
        onCopied={onCopied}
        autoFocus={autoFocus}
      />
    </div>
  );
}
