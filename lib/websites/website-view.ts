/** What the page "Business website details" shows. */
import type { WebsiteState } from "@/db/schema/people";
import type { Moment } from "@/lib/orgs/moment";
import type { WebsiteDetails } from "./website-details";

export interface WebsiteView extends WebsiteDetails {
  state: WebsiteState;
  submitted: Moment;
  /** When it was last approved. A later edit may be under review. */
  verified: Moment | null;
  reviewed: Moment | null;
  /** What the reviewer wants changed. */
  reason: string | null;
}
