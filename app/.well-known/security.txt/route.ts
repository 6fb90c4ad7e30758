import { securityText } from "@/lib/orgs/security-text";
import { currentOrg } from "@/lib/web/org";

/** Whom to tell about a security hole (RFC 9116). */
export async function GET(): Promise<Response> {
  return new Response(securityText(await currentOrg(), new Date()), {
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });
}
