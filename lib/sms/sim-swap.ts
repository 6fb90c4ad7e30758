/**
 * The mobile operator's signal that a number's SIM was changed lately: whoever has the number now may not be whoever
 * verified it (SECURITY O-18). It is asked for before each code, if SMS_SIM_SWAP_URL is set.
 */
import { env } from "@/lib/core/env";
import { log } from "@/lib/core/log";
import { count } from "@/lib/core/measure";
import { fillTemplate } from "./fill-template";
import { reach } from "./sms-gateway";

/** `unknown`: nobody was asked, or there was no answer that says it. */
export type SimSignal = "recent-swap" | "clear" | "unknown";

/** Codes wait for it, so it is shorter than a person's patience. */
const timeoutMs = 2_000;

/**
 * Asks about one number (E.164). Never throws: a service that is away must not keep people out, so its silence is
 * `unknown`, with a warning in the log.
 */
export async function askSimSwap(to: string): Promise<SimSignal> {
  const { SMS_SIM_SWAP_URL: url, SMS_SIM_SWAP_HEADERS, SMS_SIM_SWAP_BODY } = env();
  if (!url) return "unknown";
  const signal = await ask(fillTemplate(url, { to }, encodeURIComponent), {
    method: "POST",
    headers: { "content-type": "application/json", ...SMS_SIM_SWAP_HEADERS },
    body: fillTemplate(SMS_SIM_SWAP_BODY, { to }, JSON.stringify),
  });
  count("keydesk_sim_signals_total", { signal });
  return signal;
}

async function ask(url: string, init: RequestInit): Promise<SimSignal> {
  try {
    const response = await reach(url, init, timeoutMs);
    const text = await response.text();
    const answer = response.ok ? read(text) : "unknown";
    if (answer === "unknown")
      log().warn({ status: response.status }, "the SIM-swap service gave no answer that says it");
    return answer;
  } catch (error) {
    log().warn({ err: error }, "the SIM-swap service did not answer");
    return "unknown";
  }
}

/** The answer of CAMARA's "SIM Swap" interface: `{"swapped": true}`. */
function read(text: string): SimSignal {
  try {
    const { swapped } = JSON.parse(text) ?? {};
    if (typeof swapped !== "boolean") return "unknown";
    return swapped ? "recent-swap" : "clear";
  } catch {
    return "unknown";
  }
}
