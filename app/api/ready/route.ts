import { readyResponse } from "@/lib/web/ready";

export const dynamic = "force-dynamic";

/** The process can do its work: the database answers. */
export function GET(): Promise<Response> {
  return readyResponse();
}
