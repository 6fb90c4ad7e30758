"use client";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { fieldError } from "@/components/ui/field-error";
import { SelectField } from "@/components/ui/select-field";
import type { Change } from "./change";
import { roleMeanings, roleOptions } from "./roles";
import type { TeamChange } from "./use-team-change";

export const hasFields = ({ kind }: Change) => kind === "invite" || kind === "role";

/** The fields of an invitation or a new role. */
export function ChangeFields({
  teamChange,
  missing,
}: {
  teamChange: TeamChange;
  missing: string | undefined;
}) {
  const { change, draft, setDraft, stepped } = teamChange;
  if (change.kind !== "invite" && change.kind !== "role") return null;
  return (
    <>
      {change.kind === "invite" ? (
        <Field
          label="Email"
          name="email"
          type="email"
          autoComplete="off"
          enterKeyHint="send"
          autoCapitalize="none"
          spellCheck={false}
          value={draft.email}
          onChange={({ currentTarget }) => setDraft({ ...draft, email: currentTarget.value })}
          error={missing ?? fieldError(stepped.trouble, "email")}
          data-autofocus
        />
      ) : null}
      <SelectField
        label="Role"
        name="role"
        options={roleOptions}
        value={draft.role}
        onChange={(role) => setDraft({ ...draft, role })}
        hint={roleMeanings[draft.role]}
        error={fieldError(stepped.trouble, "role")}
        data-autofocus={change.kind === "role"}
      />
      {change.kind === "role" && change.member.isYou && draft.role !== change.member.role ? (
        <Alert tone="warn">
          This is your own role. Only another owner can give it back to you.
        </Alert>
      ) : null}
    </>
  );
}
