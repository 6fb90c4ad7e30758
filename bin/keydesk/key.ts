import type { Command } from "commander";
import { db } from "@/db/client";
import { deactivateLeakedKey } from "@/lib/operator/deactivate-leaked-key";
import { freezeKey, unfreezeKey } from "@/lib/operator/freeze-key";
import { getKey } from "@/lib/operator/get-key";
import { readKeyId } from "./arguments";
import { answering, type Given } from "./command";
import { facts } from "./print";

export function addKeyCommands(program: Command): void {
  const key = program.command("key").description("API keys, by their id");
  answering<Given>(about(key, "find", "whose key it is, and whether it works"), async (keyId) => {
    const data = await getKey(db(), keyId);
    const text = facts([
      ["Key", data.keyId],
      ["Brand", data.orgId],
      ["Merchant", `${data.merchantId} (${data.merchant})`],
      ["Mode", data.mode],
      ["State", data.state],
      ["Frozen", data.frozenAt],
      ["Created", data.createdAt],
      ["Created by", data.createdBy],
      ["Expires", data.expiresAt ?? "never"],
      ["Deactivates", data.deactivatesAt],
    ]);
    return { data, text };
  });
  answering<Given>(
    about(key, "deactivate", "end a key that was found in public, at once").requiredOption(
      "--leaked",
      "it was found in public: the only reason for which an operator ends a key",
    ),
    async (keyId, _, operator) => {
      const { key: data, isEndedNow } = await deactivateLeakedKey(operator, keyId);
      const text = isEndedNow ? `${keyId} is refused from now on.` : `${keyId} had ended before.`;
      return { data: { ...data, isEndedNow }, text };
    },
  );
  answering<Given>(
    about(key, "freeze", "refuse one key until it is unfrozen"),
    async (keyId, _, operator) => ({
      data: await freezeKey(operator, keyId),
      text: `${keyId} is frozen.`,
    }),
  );
  answering<Given>(
    about(key, "unfreeze", "let a frozen key pass again"),
    async (keyId, _, operator) => ({
      data: await unfreezeKey(operator, keyId),
      text: `${keyId} is not frozen any more.`,
    }),
  );
}

function about(key: Command, verb: string, description: string): Command {
  return key
    .command(verb)
    .description(description)
    .argument("<key id>", "as in rzp_live_…", readKeyId);
}
