import type { Driver } from "./driver";

const twilioUrl = "https://api.twilio.com";

/** Twilio's Messages API. It has no references, so a call that failed halfway is not repeated. */
export const twilioDriver: Driver = {
  knowsReferences: false,
  request({ to, text, sender }, settings) {
    const {
      GATEWAY_URL = twilioUrl,
      TWILIO_ACCOUNT_SID = "",
      TWILIO_AUTH_TOKEN = "",
      TWILIO_FROM: from = sender,
    } = settings;
    const basic = Buffer.from(`${TWILIO_ACCOUNT_SID}:${TWILIO_AUTH_TOKEN}`).toString("base64");
    const service: [string, string] = from.startsWith("MG")
      ? ["MessagingServiceSid", from]
      : ["From", from];
    return {
      url: `${GATEWAY_URL.replace(/\/+$/, "")}/2010-04-01/Accounts/${TWILIO_ACCOUNT_SID}/Messages.json`,
      method: "POST",
      headers: {
        authorization: `Basic ${basic}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams([["To", to], service, ["Body", text]]).toString(),
    };
  },
};
