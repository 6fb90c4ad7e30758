"use server";
import { redirect } from "next/navigation";
import { z } from "zod";
import { acceptInvitation } from "@/lib/team/accept-invitation";
import { publicAction } from "@/lib/web/action";
import { linkTokenField, newPasswordField, personNameField } from "@/lib/web/fields";

/** Joining opens no session: logging in is the only way to get one (L-11). */
export const acceptInvitationAction = publicAction(
  z.strictObject({
    token: linkTokenField,
    name: personNameField.optional(),
    password: newPasswordField,
  }),
  async (org, input, client): Promise<null> => {
    await acceptInvitation(org, input, client);
    redirect("/login?joined=1");
  },
);
