/** Key life: how long new keys of a merchant and mode work, within what the brand's policy allows (DESIGN §2.10). */
import type { KeyLife, Org } from "./org";

/** All there are, in the order in which they are offered. */
export const keyLives = ["never", "90-days", "180-days", "1-year"] as const satisfies KeyLife[];

const facts: Record<KeyLife, { days: number | null; name: string }> = {
  never: { days: null, name: "Never" },
  "90-days": { days: 90, name: "90 days" },
  "180-days": { days: 180, name: "180 days" },
  "1-year": { days: 365, name: "1 year" },
};

/** As the choices are called: "Never", "90 days". */
export const nameOfLife = (life: KeyLife) => facts[life].name;

/** "never expire", "live 90 days": what new keys do. */
export function lifeInWords(life: KeyLife): string {
  return life === "never" ? "never expire" : `live ${nameOfLife(life)}`;
}

/** A life is so many times 24 hours; null: a key with it has no end. */
export function hoursOfLife(life: KeyLife): number | null {
  const { days } = facts[life];
  return days === null ? null : days * 24;
}

const isLonger = (life: KeyLife, than: KeyLife) =>
  (facts[life].days ?? Infinity) > (facts[than].days ?? Infinity);

/** What the merchants of a brand may choose from: what it offers, and nothing that is longer than its maximum. */
export function offeredLives({ policy }: Pick<Org, "policy">): KeyLife[] {
  const { offered, maximum } = policy.keyLife;
  return keyLives.filter((life) => offered.includes(life) && !isLonger(life, maximum));
}

/** The life of new keys: what was chosen (null: nothing yet), or the brand's maximum if that is shorter. */
export function lifeOfNewKeys({ policy }: Pick<Org, "policy">, chosen: KeyLife | null): KeyLife {
  const { maximum, default: usual } = policy.keyLife;
  const life = chosen ?? usual;
  return isLonger(life, maximum) ? maximum : life;
}
