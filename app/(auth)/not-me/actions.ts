"use server";
import { z } from "zod";
import { confirmNotMe } from "@/lib/users/not-me";
import { publicAction } from "@/lib/web/action";
import { linkTokenField } from "@/lib/web/fields";

export const confirmNotMeAction = publicAction(
  z.strictObject({ token: linkTokenField }),
  (org, { token }, client) => confirmNotMe(org, token, client),
);
