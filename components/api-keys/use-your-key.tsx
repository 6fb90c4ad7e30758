"use client";
import { useId, useState } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { Tabs } from "@/components/ui/tabs";
import type { KeyUse } from "@/lib/api-keys/keys-view";
import { languageCookieName, type ProgramLanguage } from "@/lib/core/program-languages";
import { programIn } from "./programs";

const tabs = [
  { id: "curl", name: "curl" },
  { id: "node", name: "Node.js" },
  { id: "python", name: "Python" },
  { id: "php", name: "PHP" },
  { id: "java", name: "Java" },
] as const;

const yearSeconds = 365 * 24 * 60 * 60;

function remember(language: ProgramLanguage): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is too new, and nothing else reads this one.
  document.cookie = `${languageCookieName}=${language}; path=${location.pathname}; max-age=${yearSeconds}; samesite=lax; secure`;
}

/** A program that shows that the key works, in the language that was chosen here last. */
export function UseYourKey({ use, language }: { use: KeyUse; language: ProgramLanguage }) {
  const [chosen, setChosen] = useState(language);
  const id = useId();
  const program = programIn(chosen, use.url);
  const name = tabs.find(({ id }) => id === chosen)?.name;
  return (
    <section aria-labelledby="use-your-key" className="mt-7 sm:mt-9">
      <h2 id="use-your-key" className="font-semibold">
        Use your key
      </h2>
      <p className="mb-3 text-13 text-muted">
        A complete program that asks the API whose key it has. Set KEY_ID and KEY_SECRET first, for
        example from your .env file:{" "}
        <code className="whitespace-nowrap font-mono text-ink">set -a; . ./{use.envFile}</code>
      </p>
      <Tabs
        label="Language"
        tabs={tabs}
        chosen={chosen}
        onChoose={(another) => {
          setChosen(another);
          remember(another);
        }}
        action={
          <CopyButton
            key={chosen}
            label={`Copy ${name} program`}
            text={program}
            selects={id}
            compact="narrow"
          />
        }
      >
        <pre>
          <code id={id} translate="no" className="font-mono text-13">
            {program}
          </code>
        </pre>
      </Tabs>
    </section>
  );
}
