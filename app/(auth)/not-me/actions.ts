"use server";
import { z } from "zod";
import { confirmNotMe } from "@/lib/users/not-me";
import { publicAction } from "@/lib/web/action";
import { signedTokenField } from "@/lib/web/fields";

export const confirmNotMeAction = publicAction(
  z.strictObject({ token: signedTokenField }),
  (org, { token }, client) => confirmNotMe(org, token, client),
);
