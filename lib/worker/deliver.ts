/** One try to send one message and record the result. It takes less time than the message's lease. */
import { log } from "@/lib/core/log";
import { count } from "@/lib/core/measure";
import { composeMail, composeSms, UnknownKind } from "@/lib/messages/compose";
import { orgs } from "@/lib/orgs/orgs";
import { type ClaimedMessage, markFailed, markSent } from "@/lib/outbox/claim";
import { sendSms } from "@/lib/sms/sms-gateway";
import { describeMailError, type MailSender } from "./smtp";

const tryMs = 60_000;

/**
 * Sends a message, then marks it as sent or failed. Throws only if the database cannot be reached, never because a
 * message cannot be sent.
 */
export async function deliver(message: ClaimedMessage, mail: MailSender): Promise<void> {
  const trouble = await trySending(message, mail);
  const { id, kind, channel, attempts } = message;
  if (trouble === null) {
    const isMarked = await markSent(message);
    count("keydesk_messages_total", { channel, outcome: isMarked ? "sent" : "lease-lost" });
    if (isMarked) log().debug({ message: id, kind }, "message sent");
    else log().warn({ message: id, kind }, "sent, but the lease was lost: another worker marks it");
    return;
  }
  const failure = await markFailed(message, trouble);
  count("keydesk_messages_total", { channel, outcome: failure });
  const facts = { message: id, kind, attempts, trouble };
  if (failure === "given-up")
    log().error({ ...facts, alarm: "outbox.given_up" }, "a message was given up");
  else log().warn({ ...facts, failure }, "a message could not be sent");
}

/** Null: the mail server or gateway has taken it. Otherwise a short reason. */
async function trySending(message: ClaimedMessage, mail: MailSender): Promise<string | null> {
  let late: NodeJS.Timeout | undefined;
  const isLate = new Promise<string>((tell) => {
    late = setTimeout(tell, tryMs, "timeout");
  });
  try {
    const send = message.channel === "email" ? sendMail(message, mail) : sendText(message);
    return await Promise.race([send, isLate]);
  } finally {
    clearTimeout(late);
  }
}

async function sendMail(message: ClaimedMessage, mail: MailSender): Promise<string | null> {
  const { id, orgId, recipient } = message;
  try {
    await mail.send(orgs[orgId], { id, to: recipient, ...composeMail(message) });
    return null;
  } catch (error) {
    return error instanceof UnknownKind ? "unknown kind" : describeMailError(error);
  }
}

/**
 * After a lost answer the SMS is sent again with the same reference: a notice that arrives twice is better than none
 * (R-14).
 */
async function sendText(message: ClaimedMessage): Promise<string | null> {
  const { id, orgId, recipient, kind } = message;
  try {
    const text = composeSms(message);
    const sender = orgs[orgId].smsSender;
    const outcome = await sendSms({
      org: orgId,
      purpose: kind === "key-expiring" ? "reminder" : "notice",
      to: recipient,
      text,
      sender,
      reference: id,
    });
    return outcome === "sent" ? null : `sms ${outcome}`;
  } catch (error) {
    return error instanceof UnknownKind ? "unknown kind" : "failed";
  }
}
