/**
 * Every server action is `action(schema, handler)`: find the actor, read the form, run the handler, answer. The HTTP
 * status is always 200 (D14), and the answer never repeats what the caller sent.
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
import { count } from "@/lib/core/measure";
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
  /** The action concerns only the session, so the merchant that the page shows does not matter. */
  isOfSession?: boolean;
  /**
   * Allowed without 2-step verification where the merchant requires it (D1): setting it up, switching merchant, logging
   * out.
   */
  isOpenWithoutTwoStep?: boolean;
  /** The action never asks for a code: the two fields of one are unknown fields. */
  takesNoProof?: boolean;
}

/**
 * An action for logged-in members. The handler gets the actor of this request, with the verdict on a code if the form
 * has one. Without a session it redirects to `/login`. Refuses with `other_merchant` if the page shows another merchant
 * than the session's, and with `two_step_required` if the merchant requires 2-step verification and this member has not
 * turned it on.
 */
export function action<I, T>(
  schema: z.ZodType<I>,
  handler: (actor: Actor, input: I) => Promise<T>,
  { isOfSession = false, isOpenWithoutTwoStep = false, takesNoProof = false }: ActionOptions = {},
): Action<T> {
  return (_previous, form) =>
    answer(async (client) => {
      const actor = await requireActorAs(client);
      const shown = takeMerchantField(form);
      if (shown !== null && shown !== actor.merchant.id && !isOfSession)
        throw webRefusal("other_merchant");
      const guess = takesNoProof ? null : takeProofFields(form);
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

/** An action for pages that need no login. */
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
  // What is thrown on leads elsewhere: the action did what it was to do.
  let outcome: ActionState<T>["status"] = "done";
  try {
    const state = await answerOrTell(work);
    outcome = state.status;
    return state;
  } finally {
    count("keydesk_actions_total", { outcome });
  }
}

async function answerOrTell<T>(
  work: (client: Client) => Promise<ActionState<T>>,
): Promise<ActionState<T>> {
  const client = await readClient();
  try {
    // `proxy.ts` checks this too; this check works without it (C-2).
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
    // The union `RefusalCode` contains the refusals of all rooms that an action can reach; a test compares it with the
    // folders.
    return { status: "refused", code: error.code as RefusalCode, message: error.message };
  log().error({ err: error, incident: requestId }, "action failed");
  return { status: "failed", incident: requestId };
}
