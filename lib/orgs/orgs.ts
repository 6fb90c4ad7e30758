/** The three brands. A deployment may change their hosts with ORG_HOSTS. */
import { keyLives } from "./key-life";
import type { Org, OrgId, OrgPolicy } from "./org";

/**
 * The policy of the original specification: an OTP at login covers the session; otherwise regenerating asks for a code,
 * and generating does not.
 */
const seedPolicy: OrgPolicy = {
  keyLife: { default: "never", maximum: "never", offered: keyLives },
  stepUp: {
    generate: { test: false, live: false },
    regenerate: { test: true, live: true },
    deactivate: { test: true, live: true },
    extend: { test: true, live: true },
    "change-life": { test: true, live: true },
  },
  securityStepUp: true,
  stepUpMaxAgeMinutes: null,
  minPasswordLength: 12,
  keepGivenUpDays: 30,
};

export const orgs: Record<OrgId, Org> = {
  razorpay: {
    id: "razorpay",
    name: "Razorpay",
    country: "IN",
    locale: "en-IN",
    timeZone: "Asia/Kolkata",
    dialCode: "+91",
    keyPrefix: "rzp",
    hosts: ["razorpay.localhost", "localhost"],
    apiKeysUnder: "Website and app settings",
    wording: { deactivate: "deactivate" },
    smsSender: "RZRPAY",
    mailFrom: { name: "Razorpay", address: "no-reply@razorpay.test" },
    supportEmail: "support@razorpay.test",
    securityEmail: "security@razorpay.test",
    accent: { light: "#2b5fe3", dark: "#7199ff" },
    policy: seedPolicy,
  },
  curlec: {
    id: "curlec",
    name: "Curlec",
    country: "MY",
    locale: "en-MY",
    timeZone: "Asia/Kuala_Lumpur",
    dialCode: "+60",
    keyPrefix: "crl",
    hosts: ["curlec.localhost"],
    apiKeysUnder: "Website and app settings",
    wording: { deactivate: "de-activate" },
    smsSender: "CURLEC",
    mailFrom: { name: "Curlec", address: "no-reply@curlec.test" },
    supportEmail: "support@curlec.test",
    securityEmail: "security@curlec.test",
    accent: { light: "#0a756a", dark: "#3fc4b4" },
    policy: seedPolicy,
  },
  axis: {
    id: "axis",
    name: "Axis",
    country: "IN",
    locale: "en-IN",
    timeZone: "Asia/Kolkata",
    dialCode: "+91",
    keyPrefix: "axs",
    hosts: ["axis.localhost"],
    apiKeysUnder: null,
    wording: { deactivate: "deactivate" },
    smsSender: "AXISPG",
    mailFrom: { name: "Axis", address: "no-reply@axis.test" },
    supportEmail: "support@axis.test",
    securityEmail: "security@axis.test",
    accent: { light: "#97144d", dark: "#f07aab" },
    policy: seedPolicy,
  },
};
