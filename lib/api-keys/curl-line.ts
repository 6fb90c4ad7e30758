import { apiUrlOf } from "@/lib/orgs/api-url";
import type { OrgId } from "@/lib/orgs/org";
import type { Credentials } from "./secret";

/**
 * A curl command that asks the API about a key. Without a secret in it, curl prompts for the secret, which keeps that
 * out of shell histories. Null if the API's address is not configured.
 */
export function curlLine(org: OrgId, { keyId, secret }: Partial<Credentials>): string | null {
  const url = apiUrlOf(org);
  if (url === null || keyId === undefined) return null;
  return `curl -u ${secret === undefined ? keyId : `${keyId}:${secret}`} ${url}/v1/whoami`;
}
