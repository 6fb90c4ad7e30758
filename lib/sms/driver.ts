import type { SmsGateway } from "@/lib/core/sms-env";
import type { OrgId } from "@/lib/orgs/org";
import type { SmsPurpose } from "./dlt-templates";

export interface Sms {
  org: OrgId;
  /** Which of the brand's registered templates the text follows. */
  purpose: SmsPurpose;
  /** E.164 */
  to: string;
  text: string;
  /** The brand's registered sender name. */
  sender: string;
  /** Identifies the message, so that a gateway can drop a repeated one (O-20). */
  reference: string;
}

/**
 * The result of one call to a gateway. `refused`: it will not send the SMS. `unable`: it has not sent it, and may
 * later. `failing`: it failed while handling the call. `unknown`: its answer was lost or cannot be read.
 */
export type Answer = "sent" | "refused" | "unable" | "failing" | "unknown";

/** How to call one kind of gateway: one HTTP request for each SMS. */
export interface Driver {
  /** The gateway drops a repeated reference, so calling it again never sends a second SMS. */
  knowsReferences: boolean;
  request(
    sms: Sms,
    settings: SmsGateway,
  ): { url: string; method: "POST" | "GET"; headers: Record<string, string>; body?: string };
  /** Reads the result from the body, for gateways that answer 200 even when they refuse. */
  read?(body: string): Answer;
}
