import { dltTemplateOf } from "./dlt-templates";
import type { Driver, Sms } from "./driver";
import { fillTemplate } from "./fill-template";

const types = { json: "application/json", form: "application/x-www-form-urlencoded" };

/**
 * Any gateway with an HTTP interface, described by templates. {{to}}, {{text}}, {{sender}}, {{reference}} and
 * {{template}} are escaped for their place: percent-encoded in the address and in forms, and as JSON strings with their
 * quotes in JSON.
 */
export const httpDriver: Driver = {
  knowsReferences: true,
  request(sms, settings) {
    const { HTTP_METHOD: method, HTTP_HEADERS, HTTP_BODY, HTTP_BODY_TYPE } = settings;
    const url = fill(settings.GATEWAY_URL ?? "", sms, encodeURIComponent);
    if (method === "GET") return { url, method, headers: HTTP_HEADERS };
    const quote = HTTP_BODY_TYPE === "json" ? JSON.stringify : encodeURIComponent;
    const headers = { "content-type": types[HTTP_BODY_TYPE], ...HTTP_HEADERS };
    return { url, method, headers, body: fill(HTTP_BODY, sms, quote) };
  },
};

function fill(template: string, sms: Sms, quote: (value: string) => string): string {
  const { org, purpose, to, text, sender, reference } = sms;
  const values = { to, text, sender, reference, template: dltTemplateOf(org, purpose) ?? "" };
  return fillTemplate(template, values, quote);
}
