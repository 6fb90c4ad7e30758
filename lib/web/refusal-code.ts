import type { AccessRefusal } from "@/lib/access/refusals";
import type { KeyRefusal } from "@/lib/api-keys/refusals";
import type { LinkRefusal } from "@/lib/core/refusals";
import type { FactorRefusal } from "@/lib/factors/refusals";
import type { LoginRefusal } from "@/lib/login/refusals";
import type { CodeRefusal } from "@/lib/otp/refusals";
import type { PasswordRefusal } from "@/lib/passwords/refusals";
import type { SessionRefusal } from "@/lib/sessions/refusals";
import type { TeamRefusal } from "@/lib/team/refusals";
import type { UserRefusal } from "@/lib/users/refusals";
import type { WebsiteRefusal } from "@/lib/websites/refusals";
import type { WebRefusal } from "./refusals";

/** Every code that an action may be refused with, from all rooms. */
export type RefusalCode =
  | AccessRefusal
  | CodeRefusal
  | FactorRefusal
  | KeyRefusal
  | LinkRefusal
  | LoginRefusal
  | PasswordRefusal
  | SessionRefusal
  | TeamRefusal
  | UserRefusal
  | WebRefusal
  | WebsiteRefusal;
