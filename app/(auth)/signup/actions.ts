"use server";
import { redirect } from "next/navigation";
import { z } from "zod";
import { confirmSignUp } from "@/lib/users/confirm-sign-up";
import { signUp } from "@/lib/users/sign-up";
import { publicAction } from "@/lib/web/action";
import {
  businessNameField,
  linkTokenField,
  newEmailField,
  newPasswordField,
  passwordField,
  personNameField,
} from "@/lib/web/fields";
import {
  forgetSignUpBrowser,
  keepSignUpBrowser,
  readSignUpBrowser,
} from "@/lib/web/sign-up-cookie";
import { keepTypedEmail } from "@/lib/web/typed-email-cookie";

export const signUpAction = publicAction(
  z.strictObject({
    businessName: businessNameField,
    name: personNameField,
    email: newEmailField,
    password: newPasswordField,
  }),
  async (org, input, client): Promise<null> => {
    await signUp(org, input, await keepSignUpBrowser(), client);
    return null;
  },
);

/** `password` is sent by every browser except the one that signed up. */
export const confirmSignUpAction = publicAction(
  z.strictObject({ token: linkTokenField, password: passwordField.optional() }),
  async (org, input, client): Promise<null> => {
    const browser = await readSignUpBrowser();
    const email = await confirmSignUp(org, { ...input, browser }, client);
    await forgetSignUpBrowser();
    if (email) await keepTypedEmail(email);
    redirect("/login?confirmed=1");
  },
);
