import type { StepUpActions } from "@/components/step-up/stepped-moves";
import type { SentCode } from "@/lib/otp/sent-code";
import type { Action } from "@/lib/web/action-state";

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
