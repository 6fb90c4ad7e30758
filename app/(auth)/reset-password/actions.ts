"use server";
import { redirect } from "next/navigation";
import { z } from "zod";
import { resetPassword } from "@/lib/passwords/reset-password";
import { publicAction } from "@/lib/web/action";
import { linkTokenField, newPasswordField } from "@/lib/web/fields";

export const resetPasswordAction = publicAction(
  z.strictObject({ token: linkTokenField, password: newPasswordField }),
  async (org, input, client): Promise<null> => {
    await resetPassword(org, input, client);
    redirect("/login?reset=1");
  },
);
