"use client";
import { CommandLine } from "@/components/ui/command-line";

/** A command that shows that the key works, before anything is built on it. */
export function TryKey({ curl }: { curl: string }) {
  return (
    <section aria-labelledby="try-key" className="mt-9">
      <h2 id="try-key" className="font-semibold">
        Try your key
      </h2>
      <p className="mb-3 text-13 text-muted">
        curl asks for a password: paste the Key Secret there, so that it stays out of your shell's
        history. The answer says whose key it is and how long it works.
      </p>
      <CommandLine label="Command that tries your key" command={curl} />
    </section>
  );
}
