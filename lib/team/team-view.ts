/** What the page "Manage team" may know. */

import type { Role } from "@/lib/core/roles";
import type { Moment } from "@/lib/orgs/moment";

export interface MemberRow {
  userId: string;
  name: string;
  email: string;
  role: Role;
  isYou: boolean;
  isTwoStepOn: boolean;
  /** Null: never. */
  lastLogin: Moment | null;
  isLocked: boolean;
  /** An owner's lock and factors are support's to lift, and one's own are not one's own to (D11). */
  isHelpedHere: boolean;
}

export interface InvitationRow {
  id: string;
  email: string;
  role: Role;
  invitedBy: string;
  expires: Moment;
  isExpired: boolean;
}

export interface TeamView {
  merchantName: string;
  mayManage: boolean;
  isTwoStepRequired: boolean;
  /** The reader's own; without it the rule for everybody cannot be made. */
  isOwnTwoStepOn: boolean;
  members: MemberRow[];
  /** Open ones, also those that expired and wait to be sent again. */
  invitations: InvitationRow[];
}
