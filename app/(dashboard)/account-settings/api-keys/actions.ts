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
import type { SentCode } from "@/lib/otp/sent-code";
import { action } from "@/lib/web/action";
import {
  bySmsField,
  keyIdField,
  modeField,
  momentField,
  proofFields,
  requestIdField,
} from "@/lib/web/fields";

const key = { mode: modeField, keyId: keyIdField };

export const generateKeyAction = action(
  z.strictObject({ mode: modeField, requestId: requestIdField, ...proofFields }),
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
    ...proofFields,
  }),
  async (actor, input): Promise<KeyChange> => {
    const minted = await withCode(actor, "regenerate", input, regenerateKey);
    return toKeyChange(actor, input.mode, minted);
  },
);

export const deactivateKeyAction = action(
  z.strictObject({ ...key, ...proofFields }),
  async (actor, input): Promise<KeyChange> => {
    await withCode(actor, "deactivate", input, deactivateKey);
    return toKeyChange(actor, input.mode, null);
  },
);

export const extendKeyAction = action(
  z.strictObject({ ...key, until: momentField, ...proofFields }),
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
      z.strictObject({ purpose: z.literal("generate"), mode: modeField, by: bySmsField }),
      z.strictObject({
        purpose: z.enum(["regenerate", "deactivate", "extend"]),
        ...key,
        by: bySmsField,
      }),
    ],
    "Reload the page.",
  ),
  (actor, { by, ...request }): Promise<SentCode> =>
    requestCode(actor, { keyId: null, ...request, byText: by === "sms" }),
);
