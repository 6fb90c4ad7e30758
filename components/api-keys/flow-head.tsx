import type { ReactNode } from "react";
import { KeyId } from "@/components/ui/key-id";
import { type Mode, modeNames } from "@/lib/core/mode";
import type { Moment } from "@/lib/orgs/moment";
import type { Flow } from "./flow";
import { inWords } from "./words";

interface Head {
  title: string;
  description?: ReactNode;
}

/** The dialog's title and first sentence at each step. */
export function flowHead(flow: Flow): Head {
  switch (flow.step.at) {
    case "start":
      return startHead(flow);
    case "reveal":
      return {
        title: "Save your new key",
        description: revealed(flow.mode, flow.step.minted.expiry),
      };
    case "made-before":
      return { title: "This key was already created" };
  }
}

function startHead({ kind, mode, row }: Flow): Head {
  const key = <KeyId>{row?.keyId}</KeyId>;
  switch (kind) {
    case "generate":
      return { title: "Generate Key" };
    case "regenerate":
      return {
        title: "Regenerate Key",
        description: (
          <>
            A new {modeNames[mode]} key replaces {key}.
          </>
        ),
      };
    case "deactivate":
      return {
        title: "Deactivate now",
        description: <>Requests with {key} fail at once, and the key cannot be brought back.</>,
      };
    case "extend":
      return { title: "Keep 24 hours more" };
  }
}

function revealed(mode: Mode, expiry: Moment | null): string {
  const once = `${modeNames[mode]} Mode. This is the only time the secret is shown.`;
  return `${once} The key ${expiry ? `expires on ${inWords(expiry)}` : "never expires"}.`;
}
