import { apiUrlOf } from "@/lib/orgs/api-url";
import type { OrgId } from "@/lib/orgs/org";

/**
 * A curl command that asks the API about a key. It never has the secret in it: curl asks for that at a prompt, so it is
 * neither in the shell's history nor in the list of processes. Null if the API's address is not configured.
 */
export function curlLine(org: OrgId, keyId: string | undefined): string | null {
  const url = apiUrlOf(org);
  return url === null || keyId === undefined ? null : `curl -u ${keyId} ${url}/v1/whoami`;
}
