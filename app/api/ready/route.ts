import { readyResponse } from "@/lib/web/ready";

export const dynamic = "force-dynamic";

/** Whether the process can do its work, which needs the database. */
export function GET(): Promise<Response> {
  return readyResponse();
}
