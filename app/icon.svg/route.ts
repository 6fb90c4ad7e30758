import { brandIcon } from "@/lib/orgs/brand-icon";
import { currentOrg } from "@/lib/web/org";

/** The picture in the browser's tab: one address, at each brand's host its own. */
export async function GET(): Promise<Response> {
  return new Response(brandIcon(await currentOrg()), {
    // A cache that many people share might give one brand's picture to another's visitors.
    headers: { "content-type": "image/svg+xml", "cache-control": "private, max-age=3600" },
  });
}
