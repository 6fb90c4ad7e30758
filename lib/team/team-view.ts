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
  /** Kept out by the brand's staff. */
  isDisabled: boolean;
  /**
   * True if an owner can unlock this member and reset their 2-step verification here. For owners only support can, and
   * nobody can do it for themselves (D11).
   */
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
  /** Whether the current user's own is on. Without it they cannot require it of everybody. */
  isOwnTwoStepOn: boolean;
  members: MemberRow[];
  /** Open invitations, including expired ones, which can be sent again. */
  invitations: InvitationRow[];
}
