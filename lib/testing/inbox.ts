/** Reads the stand-in phone, as a person would. */
import type { InboxMessage } from "@/lib/sms/inbox-server";

export async function messagesTo(
  mobile: string,
  gatewayUrl = process.env.SMS_GATEWAY_URL ?? "",
): Promise<InboxMessage[]> {
  const response = await fetch(`${gatewayUrl}?to=${encodeURIComponent(mobile)}`);
  return (await response.json()) as InboxMessage[];
}

/** The newest code sent to this number. Throws when there is none. */
export async function latestCode(mobile: string, gatewayUrl?: string): Promise<string> {
  const [newest] = await messagesTo(mobile, gatewayUrl);
  const code = newest?.body.match(/\d{6}/)?.[0];
  if (!code) throw new Error(`no code was sent to ${mobile}`);
  return code;
}
