import { type Mode, modeNames } from "@/lib/core/mode";
import {
  hoursOfLife,
  lifeInWords,
  lifeOfNewKeys,
  nameOfLife,
  offeredLives,
} from "@/lib/orgs/key-life";
import { formatMoment, type Moment } from "@/lib/orgs/moment";
import type { KeyLife, Org } from "@/lib/orgs/org";
import type { KeyLifeView } from "./keys-view";

/** How long new keys live, in words, and what may be chosen. `chosen` is null until the merchant has chosen. */
export function describeKeyLife(
  org: Org,
  mode: Mode,
  chosen: KeyLife | null,
  now: Date,
): KeyLifeView {
  const life = lifeOfNewKeys(org, chosen);
  return {
    chosen: life,
    sentence: `New ${modeNames[mode]} keys ${lifeInWords(life)}.`,
    ends: endOf(org, life, now),
    offered: offeredLives(org).map((one) => ({
      life: one,
      name: nameOfLife(one),
      ends: endOf(org, one, now),
    })),
  };
}

function endOf(org: Org, life: KeyLife, from: Date): Moment | null {
  const hours = hoursOfLife(life);
  return hours === null ? null : formatMoment(org, new Date(from.getTime() + hours * 3_600_000));
}
