"use server";
import { redirect } from "next/navigation";
import { z } from "zod";
import { resetPassword } from "@/lib/passwords/reset-password";
import { publicAction } from "@/lib/web/action";
import { setDeviceCookie } from "@/lib/web/cookies";
import { linkTokenField, newPasswordField } from "@/lib/web/fields";

export const resetPasswordAction = publicAction(
  z.strictObject({ token: linkTokenField, password: newPasswordField }),
  async (org, input, client): Promise<null> => {
    const { deviceCookie } = await resetPassword(org, input, client);
    await setDeviceCookie(deviceCookie);
    redirect("/login?reset=1");
  },
);
