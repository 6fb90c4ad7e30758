import { z } from "zod";
import { log } from "@/lib/core/log";

const report = z.object({
  "csp-report": z.object({
    "document-uri": z.string().max(300).optional(),
    "effective-directive": z.string().max(100).optional(),
    "blocked-uri": z.string().max(300).optional(),
  }),
});

const perMinute = 30;
let windowStart = 0;
let logged = 0;

/** Logs a reported violation. Anybody can post here, so long reports and floods are dropped. */
export async function logCspReport(body: string): Promise<void> {
  if (Date.now() - windowStart > 60_000) {
    windowStart = Date.now();
    logged = 0;
  }
  if (++logged > perMinute || body.length > 8192) return;
  try {
    log().warn(
      { csp: report.parse(JSON.parse(body))["csp-report"] },
      "content security policy violation",
    );
  } catch {
    // Not a report, so there is nothing to log.
  }
}
