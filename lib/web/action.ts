/**
 * Who → what → do → tell: every server action is `action(schema, handler)`. Actions answer 200 whatever they
 * decide (D14); what the caller sent is never echoed.
 */
import { accessRefusal } from "@/lib/access/refusals";
import { webRefusal } from "./refusals";
import "server-only";
import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import type { Actor, Client } from "@/lib/access/actor";
import { withAuditedDenial } from "@/lib/audit/record-denial";
import { AppError } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import type { Org } from "@/lib/orgs/org";
import { StepUpRequired } from "@/lib/step-up/require-step-up";
import { takeProof } from "@/lib/step-up/take-proof";
import { fieldsOf } from "@/lib/step-up/target";
import type { Action, ActionState } from "@/lib/web/action-state";
import { requireActorAs } from "./actor";
import { readClient } from "./client";
import { takeMerchantField } from "./merchant-field";
import { currentOrg } from "./org";
import { takeProofFields } from "./proof-fields";
import { readForm } from "./read-form";
import type { RefusalCode } from "./refusal-code";
import { isSameOrigin } from "./same-origin";

interface ActionOptions {
  /** Whatever merchant the page shows: it is about the session alone. */
  isOfSession?: boolean;
  /** It leads to the 2-step verification that the owner wants of everybody (D1), or away. */
  isOpenWithoutTwoStep?: boolean;
}

/**
 * For members: the handler gets the actor of this very request, with the code that the form brought for a step-up.
 * Nobody logged in → the way to `/login`. A page that shows another merchant than the session's is out of date:
 * `other_merchant`. Refused to a member who has yet to turn on 2-step verification where the owner wants it.
 */
export function action<I, T>(
  schema: z.ZodType<I>,
  handler: (actor: Actor, input: I) => Promise<T>,
  { isOfSession = false, isOpenWithoutTwoStep = false }: ActionOptions = {},
): Action<T> {
  return (_previous, form) =>
    answer(async (client) => {
      const actor = await requireActorAs(client);
      const shown = takeMerchantField(form);
      if (shown !== null && shown !== actor.merchant.id && !isOfSession)
        throw webRefusal("other_merchant");
      const guess = takeProofFields(form);
      const read = readForm(schema, form);
      if ("fields" in read) return { status: "invalid", fields: read.fields };
      if (guess && "fields" in guess) return { status: "invalid", fields: guess.fields };
      if (actor.isTwoStepMissing && !isOpenWithoutTwoStep) throw accessRefusal("two_step_required");
      return withAuditedDenial(actor, async () => {
        const proving = guess ? await takeProof(actor, guess.input) : actor;
        return { status: "done", data: await handler(proving, read.input) };
      });
    });
}

/** For the way in, where nobody is logged in yet. */
export function publicAction<I, T>(
  schema: z.ZodType<I>,
  handler: (org: Org, input: I, client: Client) => Promise<T>,
): Action<T> {
  return (_previous, form) =>
    answer(async (client) => {
      const org = await currentOrg();
      const read = readForm(schema, form);
      if ("fields" in read) return { status: "invalid", fields: read.fields };
      return { status: "done", data: await handler(org, read.input, client) };
    });
}

async function answer<T>(
  work: (client: Client) => Promise<ActionState<T>>,
): Promise<ActionState<T>> {
  const client = await readClient();
  try {
    // `proxy.ts` has checked it too; this one holds without it (C-2).
    if (!isSameOrigin(await headers())) throw webRefusal("wrong_origin");
    return await work(client);
  } catch (error) {
    unstable_rethrow(error);
    return tell(error, client);
  }
}

function tell(
  error: unknown,
  { requestId }: Client,
): Exclude<ActionState<never>, { status: "done" }> {
  if (error instanceof StepUpRequired)
    return { status: "step-up", need: error.need, target: fieldsOf(error.target) };
  if (error instanceof AppError)
    // The rooms that an action reaches are all joined in the union: a test compares them with the folders.
    return { status: "refused", code: error.code as RefusalCode, message: error.message };
  log().error({ err: error, incident: requestId }, "action failed");
  return { status: "failed", incident: requestId };
}
