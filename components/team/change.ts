/** The changes of a team that a dialog can make, and their texts. */
import type { ButtonProps } from "@/components/ui/button";
import type { InvitationRow, MemberRow } from "@/lib/team/team-view";
import type { Action } from "@/lib/web/action-state";

export type Change =
  | { kind: "invite" }
  | { kind: "role"; member: MemberRow }
  | { kind: "remove"; member: MemberRow }
  | { kind: "unlock"; member: MemberRow }
  | { kind: "reset"; member: MemberRow }
  | { kind: "withdraw"; invitation: InvitationRow }
  | { kind: "resend"; invitation: InvitationRow }
  | { kind: "two-step"; isRequired: boolean };

type ChangeKind = Change["kind"];
export type TeamActions = Record<ChangeKind, Action<null>>;

interface Words {
  title: string;
  /** The dialog's accessible name, if the title would also name a field in it. */
  name?: string;
  /** What the change leads to. */
  says?: string;
  button: string;
  look: NonNullable<ButtonProps["look"]>;
  done: string;
}

/** The dialog's texts. `merchant` is the current merchant's name. */
export function wordsFor(change: Change, merchant: string): Words {
  switch (change.kind) {
    case "invite":
      return {
        title: "Invite member",
        says: `They get a link by email, good for seven days, and join ${merchant} with it.`,
        button: "Send invitation",
        look: "primary",
        done: "The invitation was sent.",
      };
    case "role":
      return {
        title: `Change role of ${change.member.name}`,
        name: `What ${change.member.name} may do`,
        says: "It holds from their next click on.",
        button: "Save role",
        look: "primary",
        done: `The role of ${change.member.name} was changed.`,
      };
    case "remove":
      return removeWords(change.member, merchant);
    case "unlock":
      return {
        title: `Unlock ${change.member.name}?`,
        says: "Make sure that the wrong tries were really theirs: somebody else may have been guessing.",
        button: "Unlock member",
        look: "primary",
        done: `${change.member.name} can log in again.`,
      };
    case "reset":
      return {
        title: `Reset 2-step verification of ${change.member.name}?`,
        says: "For somebody who lost the phone. Their mobile, authenticator app and recovery codes are removed and they are logged out everywhere; the password alone opens their account until they set it up again.",
        button: "Reset",
        look: "danger",
        done: `2-step verification of ${change.member.name} was reset.`,
      };
    case "withdraw":
      return {
        title: "Withdraw this invitation?",
        says: `The link that ${change.invitation.email} got stops working.`,
        button: "Withdraw invitation",
        look: "danger",
        done: "The invitation was withdrawn.",
      };
    case "resend":
      return {
        title: "Send this invitation again?",
        says: `${change.invitation.email} gets a new link, good for seven days; the one before stops working.`,
        button: "Send again",
        look: "primary",
        done: "The invitation was sent again.",
      };
    case "two-step":
      return twoStepWords(change.isRequired);
  }
}

function removeWords({ name, isYou }: MemberRow, merchant: string): Words {
  return {
    title: isYou ? `Leave ${merchant}?` : `Remove ${name}?`,
    says: isYou
      ? "You lose access at once and are logged out. Only an owner can invite you again."
      : `They lose access to ${merchant} at once. API keys that they made keep working.`,
    button: isYou ? "Leave" : "Remove member",
    look: "danger",
    done: `${name} was removed.`,
  };
}

function twoStepWords(isRequired: boolean): Words {
  return isRequired
    ? {
        title: "Require 2-step verification?",
        says: "Members who have it off can do nothing until they have turned it on.",
        button: "Require it",
        look: "primary",
        done: "2-step verification is now required of the whole team.",
      }
    : {
        title: "Stop requiring 2-step verification?",
        says: "Each member may then turn it off for themselves.",
        button: "Stop requiring it",
        look: "danger",
        done: "2-step verification is each member's choice again.",
      };
}

/** What entering the code will confirm. */
export function purposeOf(change: Change): string {
  switch (change.kind) {
    case "role":
      return change.member.isYou
        ? "It confirms your own new role."
        : `It confirms the new role of ${change.member.name}.`;
    case "remove":
      return change.member.isYou
        ? "It confirms that you leave."
        : `It confirms that you remove ${change.member.name}.`;
    case "reset":
      return `It confirms the reset for ${change.member.name}.`;
    case "two-step":
      return "It confirms the new rule for your team.";
    default:
      return "It confirms that you let somebody use your API keys.";
  }
}

/** The hidden fields of the change's form. */
export function fieldsOf(change: Change): Record<string, string> {
  if ("member" in change) return { userId: change.member.userId };
  if ("invitation" in change) return { invitationId: change.invitation.id };
  return change.kind === "two-step" ? { isRequired: change.isRequired ? "yes" : "no" } : {};
}
