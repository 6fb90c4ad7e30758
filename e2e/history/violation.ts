/** A rule of SECURITY §2.1 that a history breaks, and where. */
export interface Violation {
  rule:
    | "passed after its end"
    | "passed without a right"
    | "passed as somebody else"
    | "refused while alive"
    | "unavailable without a fault"
    | "no proper answer"
    | "answered late"
    | "not recovered"
    | "two current keys"
    | "happened twice"
    | "audited wrongly"
    | "lost";
  detail: string;
}
