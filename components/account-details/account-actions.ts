import type { StepUpActions } from "@/components/step-up/stepped-moves";
import type { Action } from "@/lib/core/action-state";
import type { SentCode } from "@/lib/otp/sent-code";

export interface AccountActions extends StepUpActions {
  changeName: Action<null>;
  changePassword: Action<null>;
  requestEmailChange: Action<null>;
  startMobileChange: Action<SentCode>;
  confirmMobileChange: Action<null>;
}

export interface AccountOrg {
  dialCode: string;
  countryName: string;
  minPasswordLength: number;
}
