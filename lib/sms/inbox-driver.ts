import type { Driver } from "./driver";

/** The stand-in phone of the demo and the tests. */
export const inboxDriver: Driver = {
  knowsReferences: true,
  request: ({ to, text, reference }, { GATEWAY_URL = "" }) => ({
    url: GATEWAY_URL,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ channel: "sms", to, body: text, reference }),
  }),
};
