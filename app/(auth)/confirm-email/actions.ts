"use server";
import { z } from "zod";
import { confirmEmailChange } from "@/lib/users/change-email";
import { publicAction } from "@/lib/web/action";
import { linkTokenField } from "@/lib/web/fields";

export const confirmEmailAction = publicAction(
  z.strictObject({ token: linkTokenField }),
  async (org, input, client): Promise<null> => {
    await confirmEmailChange(org, input, client);
    return null;
  },
);
