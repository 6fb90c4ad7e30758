import { brandIcon } from "@/lib/orgs/brand-icon";
import { currentOrg } from "@/lib/web/org";

/** The icon in the browser's tab. The address is the same for all brands; the host decides whose icon it is. */
export async function GET(): Promise<Response> {
  return new Response(brandIcon(await currentOrg()), {
    // A shared cache might give one brand's icon to another brand's visitors.
    headers: { "content-type": "image/svg+xml", "cache-control": "private, max-age=3600" },
  });
}
