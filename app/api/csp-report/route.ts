import type { NextRequest } from "next/server";
import { logCspReport } from "@/lib/web/csp-report";

/** Browsers report here what the content security policy has blocked (W-3). */
export async function POST(request: NextRequest): Promise<Response> {
  await logCspReport(await request.text());
  return new Response(null, { status: 204 });
}
