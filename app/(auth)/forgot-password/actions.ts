"use server";
import { z } from "zod";
import { requestReset } from "@/lib/passwords/request-reset";
import { publicAction } from "@/lib/web/action";
import { newEmailField } from "@/lib/web/fields";
import { keepTypedEmail } from "@/lib/web/typed-email-cookie";

export const requestResetAction = publicAction(
  z.strictObject({ email: newEmailField }),
  async (org, input, client): Promise<null> => {
    await requestReset(org, input, client);
    await keepTypedEmail(input.email);
    return null;
  },
);
