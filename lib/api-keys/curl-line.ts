import { apiUrlOf } from "@/lib/orgs/api-url";
import type { OrgId } from "@/lib/orgs/org";
import type { Credentials } from "./secret";

/** A command that asks the API who a key is. Without a secret curl asks for it, which keeps it out of histories. */
export function curlLine(org: OrgId, { keyId, secret }: Partial<Credentials>): string | null {
  const url = apiUrlOf(org);
  if (url === null || keyId === undefined) return null;
  return `curl -u ${secret === undefined ? keyId : `${keyId}:${secret}`} ${url}/v1/whoami`;
}
