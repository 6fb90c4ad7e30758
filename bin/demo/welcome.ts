/** What the demo tells a newcomer once everything runs. */
import { indexHosts } from "@/lib/orgs/find-org";
import { demoMerchants, demoPassword } from "./people";

interface DemoFacts {
  port: number;
  inboxUrl: string;
  authorizerUrl: string;
  dataDir: string;
  orgHosts: string;
  otpLimits: Record<string, string>;
}

export function describeDemo(facts: DemoFacts): string {
  const { OTP_RESEND_SECONDS, OTP_SENDS_PER_HOUR, OTP_SENDS_PER_DAY } = facts.otpLimits;
  const brands = [...indexHosts(facts.orgHosts)].map(
    ([host, org]) => `  ${org.name.padEnd(10)} http://${host}:${facts.port}/`,
  );
  const logins = demoMerchants.flatMap(({ users }) =>
    users.map(({ email, about }) => `  ${email.padEnd(20)} ${about}`),
  );
  return [
    "",
    "Keydesk is running.",
    ...brands,
    "",
    `Log in at every brand as (password for all: ${demoPassword})`,
    ...logins,
    "",
    `Authorizer: ${facts.authorizerUrl} (try a key: curl -u <key id> ${facts.authorizerUrl}/v1/whoami, which asks for the secret)`,
    `Phone and mailbox: ${facts.inboxUrl}/`,
    "Review a website, as the brand's staff: npm run keydesk -- website approve owner@fresh.test --org razorpay",
    `OTP limits are raised for the demo: resend after ${OTP_RESEND_SECONDS} s, ${OTP_SENDS_PER_HOUR} an hour, ${OTP_SENDS_PER_DAY} a day.`,
    `Data: ${facts.dataDir}`,
    "Ctrl-C stops everything; the data stays.",
    "",
  ].join("\n");
}
