"use server";
import { z } from "zod";
import { deactivateKey } from "@/lib/api-keys/deactivate-key";
import { extendKey } from "@/lib/api-keys/extend-key";
import { generateKey } from "@/lib/api-keys/generate-key";
import { toKeyChange } from "@/lib/api-keys/key-change";
import type { KeyChange } from "@/lib/api-keys/keys-view";
import { choices, regenerateKey } from "@/lib/api-keys/regenerate-key";
import { requestCode } from "@/lib/api-keys/request-code";
import { withCode } from "@/lib/api-keys/with-code";
import { confirmMobile, sendMobileCode } from "@/lib/auth/verify-mobile";
import type { SentCode } from "@/lib/otp/sent-code";
import { action } from "@/lib/web/action";
import { setSessionCookie } from "@/lib/web/cookies";
import {
  challengeIdField,
  codeField,
  keyIdField,
  modeField,
  momentField,
  requestIdField,
} from "@/lib/web/fields";

/** The code that a step-up asked for; both or neither. */
const proof = { challengeId: challengeIdField.optional(), code: codeField.optional() };
const key = { mode: modeField, keyId: keyIdField };

export const generateKeyAction = action(
  z.strictObject({ mode: modeField, requestId: requestIdField, ...proof }),
  async (actor, input): Promise<KeyChange> => {
    const minted = await withCode(actor, "generate", { ...input, keyId: null }, generateKey);
    return toKeyChange(actor, input.mode, minted);
  },
);

export const regenerateKeyAction = action(
  z.strictObject({
    ...key,
    choice: z.enum(choices, { error: "Choose when the old key stops." }),
    requestId: requestIdField,
    ...proof,
  }),
  async (actor, input): Promise<KeyChange> => {
    const minted = await withCode(actor, "regenerate", input, regenerateKey);
    return toKeyChange(actor, input.mode, minted);
  },
);

export const deactivateKeyAction = action(
  z.strictObject({ ...key, ...proof }),
  async (actor, input): Promise<KeyChange> => {
    await withCode(actor, "deactivate", input, deactivateKey);
    return toKeyChange(actor, input.mode, null);
  },
);

export const extendKeyAction = action(
  z.strictObject({ ...key, until: momentField, ...proof }),
  async (actor, input): Promise<KeyChange> => {
    await withCode(actor, "extend", input, extendKey);
    return toKeyChange(actor, input.mode, null);
  },
);

export const requestCodeAction = action(
  // Generating has no key yet; everything else is about one.
  z.discriminatedUnion(
    "purpose",
    [
      z.strictObject({ purpose: z.literal("generate"), mode: modeField }),
      z.strictObject({ purpose: z.enum(["regenerate", "deactivate", "extend"]), ...key }),
    ],
    "Reload the page.",
  ),
  (actor, request): Promise<SentCode> => requestCode(actor, { keyId: null, ...request }),
);

export const sendMobileCodeAction = action(
  z.strictObject({
    mobile: z
      .string("Enter your mobile number.")
      .trim()
      .min(1, "Enter your mobile number.")
      .max(32, "This number is too long."),
    password: z
      .string("Enter your password.")
      .min(1, "Enter your password.")
      .max(1024, "This password is too long."),
  }),
  (actor, input): Promise<SentCode> => sendMobileCode(actor, input),
);

export const confirmMobileAction = action(
  z.strictObject({ challengeId: challengeIdField, code: codeField }),
  async (actor, guess): Promise<null> => {
    const { sid } = await confirmMobile(actor, guess);
    await setSessionCookie(sid);
    return null;
  },
);
