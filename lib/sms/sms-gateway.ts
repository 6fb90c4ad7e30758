/** The one port through which SMS leave: a gateway, and perhaps a second one. What they are is configuration. */
import { env } from "@/lib/core/env";
import { log } from "@/lib/core/log";
import { type SmsDriver, type SmsGateway, smsGateways } from "@/lib/core/sms-env";
import type { Answer, Driver, Sms } from "./driver";
import { httpDriver } from "./http-driver";
import { inboxDriver } from "./inbox-driver";
import { msg91Driver } from "./msg91-driver";
import { twilioDriver } from "./twilio-driver";

/** `refused`: certainly not sent. `unknown`: the answer was lost, it may have been sent. */
export type SmsOutcome = "sent" | "refused" | "unknown";

const drivers: Record<SmsDriver, Driver> = {
  inbox: inboxDriver,
  http: httpDriver,
  twilio: twilioDriver,
  msg91: msg91Driver,
};

const timeoutMs = 5_000;
const tries = 2;
const backOffMs = 250;

/**
 * Never throws. The second gateway gets what the first one certainly did not take: refused, not reached, or "not able
 * to" (429, 503). What may have been sent is never sent again another way (O-20).
 */
export async function sendSms(sms: Sms): Promise<SmsOutcome> {
  for (const gateway of smsGateways(env())) {
    const answer = await trySending(sms, gateway);
    if (answer === "sent" || answer === "unknown") return answer;
    if (answer === "failing") return "refused";
  }
  return "refused";
}

/**
 * Tries once more, under the same reference, when the gateway was not reached or said that it is not able to. One
 * that fails in the middle (another 5xx) is asked again only if it drops repeated references. After a timeout the SMS
 * may have been sent, so there is no second try.
 */
async function trySending(sms: Sms, gateway: SmsGateway): Promise<Answer> {
  const { knowsReferences } = drivers[gateway.DRIVER];
  for (let attempt = 1; ; attempt++) {
    const answer = await ask(sms, gateway);
    if (answer === "failing" && !knowsReferences) return "unknown";
    if ((answer !== "unable" && answer !== "failing") || attempt === tries) return answer;
    await new Promise((resolve) => setTimeout(resolve, backOffMs));
  }
}

async function ask(sms: Sms, gateway: SmsGateway): Promise<Answer> {
  const driver = drivers[gateway.DRIVER];
  const facts = { driver: gateway.DRIVER, reference: sms.reference };
  try {
    const { url, ...init } = driver.request(sms, gateway);
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { ...init, signal, redirect: "error" });
    const text = response.ok && driver.read ? await response.text() : "";
    if (!text) await response.body?.cancel();
    const answer = response.ok ? (driver.read?.(text) ?? "sent") : answerOf(response.status);
    if (answer !== "sent")
      log().warn({ ...facts, gateway: response.status, answer }, "the SMS gateway refused");
    return answer;
  } catch (error) {
    log().warn({ ...facts, err: error }, "the SMS gateway did not answer");
    return isNeverSent(error) ? "unable" : "unknown";
  }
}

function answerOf(status: number): Answer {
  if (status === 429 || status === 503) return "unable";
  return status < 500 ? "refused" : "failing";
}

/** Only a timeout and a connection lost on the way leave it open whether the message went out. */
function isNeverSent(error: unknown): boolean {
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  return (
    name !== "TimeoutError" &&
    !["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"].includes(cause?.code ?? "")
  );
}
