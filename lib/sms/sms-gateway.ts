/** The one port through which SMS leave. `inbox` and `http` are both a POST to a gateway; see env. */
import { env } from "@/lib/core/env";

export interface Sms {
  /** E.164 */
  to: string;
  text: string;
  /** The brand's registered sender name. */
  sender: string;
  /** Same reference, same message: a gateway drops a repeated one (O-20). */
  reference: string;
}

/** `refused`: certainly not sent. `unknown`: the answer was lost, it may have been sent. */
export type SmsOutcome = "sent" | "refused" | "unknown";

const timeoutMs = 5_000;
const tries = 2;
const backOffMs = 250;

/** Never throws. Retries once after a refused connection or a 5xx, under the same reference. */
export async function sendSms(sms: Sms): Promise<SmsOutcome> {
  let outcome: SmsOutcome = "refused";
  for (let attempt = 0; attempt < tries; attempt++) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, backOffMs));
    const answer = await post(sms);
    if (answer === "sent" || answer === "rejected") return answer === "sent" ? "sent" : "refused";
    // Once one try may have got through, the whole send stays in doubt.
    outcome = outcome === "unknown" || answer === "unknown" ? "unknown" : "refused";
  }
  return outcome;
}

async function post(sms: Sms): Promise<SmsOutcome | "rejected"> {
  const { url, headers, body } = request(sms);
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { method: "POST", headers, body, signal, redirect: "error" });
    await response.body?.cancel();
    if (response.ok) return "sent";
    return response.status < 500 && response.status !== 429 ? "rejected" : "refused";
  } catch (error) {
    return isNeverConnected(error) ? "refused" : "unknown";
  }
}

function isNeverConnected(error: unknown): boolean {
  const code = (error as { cause?: { code?: string } }).cause?.code;
  return code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "EHOSTUNREACH";
}

function request(sms: Sms) {
  const { SMS_DRIVER, SMS_GATEWAY_URL, SMS_HTTP_HEADERS, SMS_HTTP_BODY } = env();
  const json = { "content-type": "application/json" };
  if (SMS_DRIVER === "inbox") {
    const body = JSON.stringify({
      channel: "sms",
      to: sms.to,
      body: sms.text,
      reference: sms.reference,
    });
    return { url: SMS_GATEWAY_URL, headers: json, body };
  }
  const body = SMS_HTTP_BODY.replace(/\{\{(to|text|sender|reference)\}\}/g, (_, name: keyof Sms) =>
    JSON.stringify(sms[name]),
  );
  return { url: SMS_GATEWAY_URL, headers: { ...json, ...SMS_HTTP_HEADERS }, body };
}
