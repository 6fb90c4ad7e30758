"use server";
import { z } from "zod";
import { changeKeyLife } from "@/lib/api-keys/change-key-life";
import { deactivateKey } from "@/lib/api-keys/deactivate-key";
import { extendKey } from "@/lib/api-keys/extend-key";
import { generateKey } from "@/lib/api-keys/generate-key";
import { toKeyChange } from "@/lib/api-keys/key-change";
import type { KeyChange } from "@/lib/api-keys/keys-view";
import { choices, regenerateKey } from "@/lib/api-keys/regenerate-key";
import { action } from "@/lib/web/action";
import { keyIdField, keyLifeField, modeField, momentField, requestIdField } from "@/lib/web/fields";

const key = { mode: modeField, keyId: keyIdField };

export const generateKeyAction = action(
  z.strictObject({ mode: modeField, requestId: requestIdField }),
  async (actor, input): Promise<KeyChange> =>
    toKeyChange(actor, input.mode, await generateKey(actor, input)),
);

export const regenerateKeyAction = action(
  z.strictObject({
    ...key,
    choice: z.enum(choices, { error: "Choose when the old key stops." }),
    requestId: requestIdField,
  }),
  async (actor, input): Promise<KeyChange> =>
    toKeyChange(actor, input.mode, await regenerateKey(actor, input)),
);

export const deactivateKeyAction = action(
  z.strictObject(key),
  async (actor, input): Promise<KeyChange> => {
    await deactivateKey(actor, input);
    return toKeyChange(actor, input.mode, null);
  },
);

export const extendKeyAction = action(
  z.strictObject({ ...key, until: momentField }),
  async (actor, input): Promise<KeyChange> => {
    await extendKey(actor, input);
    return toKeyChange(actor, input.mode, null);
  },
);

export const changeKeyLifeAction = action(
  z.strictObject({ mode: modeField, life: keyLifeField }),
  async (actor, input): Promise<KeyChange> => {
    await changeKeyLife(actor, input);
    return toKeyChange(actor, input.mode, null);
  },
);
