/** The only way to send an SMS: through the configured gateway, or its fallback. */
import { env } from "@/lib/core/env";
import { log } from "@/lib/core/log";
import { count } from "@/lib/core/measure";
import { type SmsDriver, type SmsGateway, smsGateways } from "@/lib/core/sms-env";
import type { Answer, Driver, Sms } from "./driver";
import { httpDriver } from "./http-driver";
import { inboxDriver } from "./inbox-driver";
import { msg91Driver } from "./msg91-driver";
import { twilioDriver } from "./twilio-driver";

/** `refused`: certainly not sent. `unknown`: the answer was lost, so it may have been sent. */
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
 * Sends one SMS; never throws. The fallback gateway is used only if the first certainly did not send the SMS: it
 * refused, was not reached, or answered 429 or 503. An SMS that may have been sent is never sent through another
 * gateway (O-20).
 */
export async function sendSms(sms: Sms): Promise<SmsOutcome> {
  for (const [place, gateway] of smsGateways(env()).entries()) {
    const answer = await trySending(sms, gateway);
    count("keydesk_sms_total", {
      purpose: sms.purpose,
      gateway: place === 0 ? "first" : "fallback",
      outcome: answer,
    });
    if (answer === "sent" || answer === "unknown") return answer;
    if (answer === "failing") return "refused";
  }
  return "refused";
}

/**
 * Tries a second time, with the same reference, if the gateway was not reached or answered 429 or 503. After another
 * 5xx it tries again only if the gateway drops repeated references. After a timeout it does not: the SMS may have been
 * sent.
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
    const response = await reach(url, init, timeoutMs);
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

/** The one way to a configured service: it may not lead elsewhere, and has so much time. */
export function reach(url: string, init: RequestInit, ms: number): Promise<Response> {
  return fetch(url, { ...init, signal: AbortSignal.timeout(ms), redirect: "error" });
}

function answerOf(status: number): Answer {
  if (status === 429 || status === 503) return "unable";
  return status < 500 ? "refused" : "failing";
}

/**
 * False after a timeout or a lost connection: the gateway may have received the message. Other network errors come
 * before anything is sent.
 */
function isNeverSent(error: unknown): boolean {
  const { name, cause } = error as { name?: string; cause?: { code?: string } };
  return (
    name !== "TimeoutError" &&
    !["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"].includes(cause?.code ?? "")
  );
}
