import type { SmsGateway } from "@/lib/core/sms-env";
import type { OrgId } from "@/lib/orgs/org";
import type { SmsPurpose } from "./dlt-templates";

export interface Sms {
  org: OrgId;
  /** Which of the brand's registered templates its words follow. */
  purpose: SmsPurpose;
  /** E.164 */
  to: string;
  text: string;
  /** The brand's registered sender name. */
  sender: string;
  /** Same reference, same message: a gateway drops a repeated one (O-20). */
  reference: string;
}

/**
 * What one call to a gateway came to. `refused`: it will not. `unable`: it certainly has not, and may later.
 * `failing`: it broke in the middle. `unknown`: its answer was lost or cannot be read.
 */
export type Answer = "sent" | "refused" | "unable" | "failing" | "unknown";

/** How one kind of gateway is spoken to: one request an SMS. */
export interface Driver {
  /** It drops a repeated reference, so a second call never makes a second SMS. */
  knowsReferences: boolean;
  request(
    sms: Sms,
    settings: SmsGateway,
  ): { url: string; method: "POST" | "GET"; headers: Record<string, string>; body?: string };
  /** For gateways that answer 200 whatever happened: what the body says. */
  read?(body: string): Answer;
}
