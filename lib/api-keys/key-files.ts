import type { Mode } from "@/lib/core/mode";
import type { Org } from "@/lib/orgs/org";
import type { Minted } from "./insert-key";
import type { KeyFile } from "./keys-view";

/** The name of these files, without its ending. */
export const fileNameOf = (org: Org, mode: Mode) => `${org.keyPrefix}-${mode}-key`;

/**
 * The files that the pop-up offers, to the byte (DESIGN §2.4). No BOM and no quotes: base62 and "_" need no escaping.
 */
export function keyFiles(org: Org, mode: Mode, { keyId, secret, createdAt }: Minted): KeyFile[] {
  const name = fileNameOf(org, mode);
  const json = { key_id: keyId, key_secret: secret, mode, created_at: createdAt.toISOString() };
  return [
    {
      format: "csv",
      name: `${name}.csv`,
      mime: "text/csv",
      text: `key_id,key_secret\n${keyId},${secret}\n`,
    },
    {
      format: "env",
      name: `${name}.env`,
      mime: "text/plain",
      text: `KEY_ID=${keyId}\nKEY_SECRET=${secret}\n`,
    },
    {
      format: "json",
      name: `${name}.json`,
      mime: "application/json",
      text: `${JSON.stringify(json)}\n`,
    },
  ];
}
