import { randomBase62 } from "./crypto";

type Prefix =
  | "mer"
  | "usr"
  | "ses"
  | "key"
  | "otc"
  | "pnd"
  | "inc"
  | "sms"
  | "msg"
  | "sgn"
  | "inv"
  | "rst"
  | "eml"
  | "aut"
  | "rec"
  | "nml"
  | "dev";

/** A new row id: the prefix, "_" and 20 random base62 characters (119 bits). */
export function newId<P extends Prefix>(prefix: P): `${P}_${string}` {
  return `${prefix}_${randomBase62(20)}`;
}
