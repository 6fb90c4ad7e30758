"use client";
import { useRef } from "react";
import { PageHead } from "@/components/shell/page-head";
import type { StepUpActions } from "@/components/step-up/stepped-moves";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import type { TeamView } from "@/lib/team/team-view";
import type { TeamActions } from "./change";
import { ChangeDialog } from "./change-dialog";
import { InvitationsTable } from "./invitations-table";
import { MembersTable } from "./members-table";
import { TeamTwoStep } from "./team-two-step";
import { useTeamChange } from "./use-team-change";

interface TeamPanelProps {
  view: TeamView;
  org: { dialCode: string; countryName: string };
  actions: TeamActions;
  stepUp: StepUpActions;
}

/** The merchant's members and open invitations, and for owners the buttons to change them. */
export function TeamPanel({ view, org, actions, stepUp }: TeamPanelProps) {
  const { merchantName, mayManage, isTwoStepRequired } = view;
  const teamChange = useTeamChange({ merchantName, actions, stepUp });
  const heading = useRef<HTMLHeadingElement>(null);
  const onChange = mayManage ? teamChange.open : undefined;
  const card = "overflow-hidden rounded-xl border border-line bg-panel shadow-low";
  return (
    <>
      <PageHead
        title="Manage team"
        headingRef={heading}
        lede={
          mayManage
            ? `Everybody who can open ${merchantName}, and what they may do there.`
            : `Everybody who can open ${merchantName}. Only an owner can change it.`
        }
        action={
          mayManage ? (
            <Button look="primary" onClick={() => teamChange.open({ kind: "invite" })}>
              Invite member
            </Button>
          ) : null
        }
      />
      <div role="status">
        {teamChange.notice ? (
          <Alert tone="ok" className="mb-4">
            {teamChange.notice}
          </Alert>
        ) : null}
      </div>
      <section className={card}>
        <MembersTable rows={view.members} onChange={onChange} />
      </section>
      {view.invitations.length > 0 ? (
        <section className="mt-8">
          <h2 className="mb-2.5 font-semibold">Pending invitations</h2>
          <div className={card}>
            <InvitationsTable rows={view.invitations} onChange={onChange} />
          </div>
        </section>
      ) : null}
      <TeamTwoStep
        isRequired={isTwoStepRequired}
        isOwnOn={view.isOwnTwoStepOn}
        onSwitch={
          onChange && (() => onChange({ kind: "two-step", isRequired: !isTwoStepRequired }))
        }
      />
      {mayManage ? (
        <ChangeDialog
          teamChange={teamChange}
          merchantName={merchantName}
          org={org}
          focusAfter={() => heading.current}
        />
      ) : null}
    </>
  );
}
