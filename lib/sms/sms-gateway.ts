/** The one port through which SMS leave. `inbox` and `http` are both a POST to a gateway; see env. */
import { env } from "@/lib/core/env";
import { log } from "@/lib/core/log";

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

/**
 * Never throws. Tries once more, under the same reference, when the gateway was not reached or said that it is
 * not able to (429, 5xx). After a timeout it may have been sent, so there is no second try (O-20).
 */
export async function sendSms(sms: Sms): Promise<SmsOutcome> {
  for (let attempt = 1; ; attempt++) {
    const answer = await post(sms);
    if (answer !== "unable") return answer;
    if (attempt === tries) return "refused";
    await new Promise((resolve) => setTimeout(resolve, backOffMs));
  }
}

async function post(sms: Sms): Promise<SmsOutcome | "unable"> {
  const { url, headers, body } = request(sms);
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { method: "POST", headers, body, signal, redirect: "error" });
    await response.body?.cancel();
    if (response.ok) return "sent";
    log().warn({ gateway: response.status, reference: sms.reference }, "the SMS gateway refused");
    return response.status < 500 && response.status !== 429 ? "refused" : "unable";
  } catch (error) {
    log().warn({ err: error, reference: sms.reference }, "the SMS gateway did not answer");
    return isNeverSent(error) ? "unable" : "unknown";
  }
}

/** Only a timeout and a connection lost on the way leave it open whether the message went out. */
function isNeverSent(error: unknown): boolean {
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  return (
    name !== "TimeoutError" &&
    !["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"].includes(cause?.code ?? "")
  );
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
