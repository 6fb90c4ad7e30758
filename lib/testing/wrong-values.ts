/** For every variable of `.env.example` a value that cannot be right. */

/** In every wrong value, and so in no sentence. */
export const canary = "Canary7f3a9c";

type Source = Record<string, string>;
type Program = "dashboard" | "worker" | "migrate" | "authorizer" | "command" | "demo" | "tests";

/** Who reads it, a value that cannot be right, and what must be set for it to matter. */
export type WrongValue = [program: Program, value: string, needed?: Source];

const url = `postgres://user:${canary}/x@db.example/keydesk`;
const sms = (prefix: string): Record<string, WrongValue> => {
  const http = { [`${prefix}DRIVER`]: "http", [`${prefix}GATEWAY_URL`]: "https://g.example" };
  return {
    [`${prefix}DRIVER`]: ["dashboard", canary],
    [`${prefix}GATEWAY_URL`]: ["dashboard", `ftp://gateway.example/${canary}`],
    [`${prefix}HTTP_METHOD`]: ["dashboard", canary],
    [`${prefix}HTTP_HEADERS`]: ["dashboard", `{"authorization": ${canary}}`],
    [`${prefix}HTTP_BODY_TYPE`]: ["dashboard", canary],
    [`${prefix}HTTP_BODY`]: ["dashboard", `{"to":"{{to}}","key":"${canary}"}`, http],
    [`${prefix}TWILIO_ACCOUNT_SID`]: ["dashboard", canary],
    [`${prefix}TWILIO_AUTH_TOKEN`]: ["dashboard", canary],
    [`${prefix}TWILIO_FROM`]: ["dashboard", canary],
    [`${prefix}MSG91_AUTH_KEY`]: ["dashboard", canary],
    [`${prefix}MSG91_ROUTE`]: ["dashboard", canary],
  };
};

export const wrongValues: Record<string, WrongValue> = {
  DATABASE_URL: ["dashboard", url],
  MIGRATE_DATABASE_URL: ["migrate", url],
  DATABASE_POOL_SIZE: ["dashboard", canary],
  NEXTAUTH_SECRET: ["dashboard", canary],
  KEY_PEPPERS: ["dashboard", canary],
  PASSWORD_PEPPERS: ["dashboard", canary],
  OTP_PEPPER: ["dashboard", canary],
  SEALING_KEYS: ["dashboard", canary],
  ...sms("SMS_"),
  ...sms("SMS_FALLBACK_"),
  SMS_SIM_SWAP_URL: ["dashboard", `ftp://swap.example/${canary}`],
  SMS_SIM_SWAP_HEADERS: ["dashboard", `Bearer ${canary}`],
  SMS_SIM_SWAP_BODY: ["dashboard", `{"number":{{to}},"${canary}`],
  SMS_DLT_TEMPLATES: ["dashboard", `razorpay:otp=${canary}`],
  SMTP_URL: ["worker", `https://user:${canary}@mail.example`],
  WORKER_POLL_SECONDS: ["worker", canary],
  WORKER_PORT: ["worker", `80${canary}`],
  DASHBOARD_METRICS_PORT: ["dashboard", canary],
  WORKER_METRICS_PORT: ["worker", canary],
  AUDIT_SINK_URL: ["worker", `http://sink.example/${canary}`],
  AUDIT_SINK_TOKEN: ["worker", canary],
  AUDIT_SIGNING_KEYS: ["worker", canary, { AUDIT_SINK_URL: "https://sink.example" }],
  AUDIT_SINK_ENTRIES: ["worker", canary],
  METRICS_HOST: ["worker", `an address ${canary}`],
  AUTHORIZER_DATABASE_URL: ["authorizer", url],
  AUTHORIZER_HOST: ["authorizer", `an address ${canary}`],
  AUTHORIZER_PORT: ["authorizer", canary],
  AUTHORIZER_TOKEN: ["authorizer", canary],
  AUTHORIZER_TLS_CERT: ["authorizer", `/${canary}`, { AUTHORIZER_TLS_KEY: "" }],
  AUTHORIZER_TLS_KEY: ["authorizer", `/${canary}`],
  AUTHORIZER_TLS_CLIENT_CA: ["authorizer", `/${canary}`],
  AUTHORIZER_PROCESSES: ["authorizer", canary],
  AUTHORIZER_TRUSTED_HOPS: ["authorizer", canary],
  AUTHORIZER_CACHE_KEYS: ["authorizer", canary],
  AUTHORIZER_POOL_SIZE: ["authorizer", canary],
  AUTHORIZER_FLUSH_SECONDS: ["authorizer", canary],
  AUTHORIZER_DRAIN_SECONDS: ["authorizer", canary],
  AUTHORIZER_FAILURES_PER_MINUTE: ["authorizer", canary],
  ORG_HOSTS: ["dashboard", `razorpay=https://${canary}/`],
  DASHBOARD_ORIGIN: ["dashboard", `https://${canary}.example`],
  ORG_API_URLS: ["dashboard", `razorpay=ftp://${canary}`],
  TRUSTED_PROXY_HOPS: ["dashboard", canary],
  LOG_LEVEL: ["dashboard", canary],
  OTP_RESEND_SECONDS: ["dashboard", canary],
  OTP_SENDS_PER_HOUR: ["dashboard", canary],
  OTP_SENDS_PER_DAY: ["dashboard", canary],
  OTP_SENDS_PER_HOUR_PER_ADDRESS: ["dashboard", canary],
  OTP_SENDS_PER_DAY_TOTAL: ["dashboard", canary],
  SESSIONS_PER_USER: ["dashboard", canary],
  HASHING_THREADS: ["dashboard", canary],
  LOGINS_PER_MINUTE: ["dashboard", canary],
  DASHBOARD_DRAIN_SECONDS: ["dashboard", canary],
  ALLOW_INSECURE: ["dashboard", `smtp,${canary}`],
  KEYDESK_OPERATOR: ["command", canary.repeat(8)],
  KEYDESK_DEMO: ["dashboard", canary],
  PORT: ["dashboard", canary],
  HOSTNAME: ["dashboard", "198.51.100.7"],
  DASHBOARD_PORT: ["demo", canary],
  INBOX_PORT: ["demo", canary],
  POSTGRES_PORT: ["demo", canary],
  CHROMIUM_PATH: ["tests", `/${canary}`],
};

/** Nothing can be wrong with these: any word may name a kind of process, and another folder is used where one cannot be. */
export const neverWrong = ["NODE_ENV", "XDG_DATA_HOME"];
