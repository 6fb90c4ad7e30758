import { dltTemplateOf } from "./dlt-templates";
import type { Answer, Driver } from "./driver";

const msg91Url = "https://api.msg91.com/api/v2/sendsms";

/** MSG91's SMS API. It wants numbers without "+", and in India the registered sender and the template's id (DLT). */
export const msg91Driver: Driver = {
  knowsReferences: false,
  request({ org, purpose, to, text, sender }, settings) {
    const { GATEWAY_URL = msg91Url, MSG91_AUTH_KEY = "", MSG91_ROUTE } = settings;
    const template = dltTemplateOf(org, purpose);
    const body = {
      sender,
      route: MSG91_ROUTE,
      country: to.startsWith("+91") ? "91" : "0",
      sms: [{ message: text, to: [to.replace(/^\+/, "")] }],
      // Without this flag, characters beyond ASCII arrive as question marks.
      ...(/[^\n\r\x20-\x7e]/.test(text) ? { unicode: "1" } : {}),
      ...(template ? { DLT_TE_ID: template } : {}),
    };
    return {
      url: GATEWAY_URL,
      method: "POST",
      headers: { authkey: MSG91_AUTH_KEY, "content-type": "application/json" },
      body: JSON.stringify(body),
    };
  },
  read: readAnswer,
};

/** MSG91 answers 200 even when it refuses; the body says so. */
function readAnswer(body: string): Answer {
  try {
    const { type } = JSON.parse(body) as { type?: unknown };
    if (type === "success") return "sent";
    return type === "error" ? "refused" : "unknown";
  } catch {
    return "unknown";
  }
}
