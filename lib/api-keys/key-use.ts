import type { Mode } from "@/lib/core/mode";
import { apiUrlOf } from "@/lib/orgs/api-url";
import type { Org, OrgId } from "@/lib/orgs/org";
import { fileNameOf } from "./key-files";
import type { KeyUse } from "./keys-view";

/** Where the API answers whose key it is; null if its address is not configured. */
function whoamiUrl(org: OrgId): string | null {
  const url = apiUrlOf(org);
  return url && `${url}/v1/whoami`;
}

/** What programs need to use a key of this mode; null if the API's address is not configured. */
export function keyUse(org: Org, mode: Mode): KeyUse | null {
  const url = whoamiUrl(org.id);
  return url === null ? null : { url, envFile: `${fileNameOf(org, mode)}.env` };
}

/**
 * A curl command that asks the API about a key. It never has the secret in it: curl asks for that at a prompt, so it is
 * neither in the shell's history nor in the list of processes. Null if the API's address is not configured.
 */
export function curlLine(org: OrgId, keyId: string): string | null {
  const url = whoamiUrl(org);
  return url && `curl -u ${keyId} ${url}`;
}
