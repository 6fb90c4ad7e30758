import { otherAddresses } from "@/db/schema/usage";
import { counted } from "@/lib/core/numbers";
import { formatMoment, type Moment } from "@/lib/orgs/moment";
import type { Org } from "@/lib/orgs/org";
import type { SeenAddress } from "@/lib/usage/addresses-column";

/** A row of "Addresses" on a key's page. */
export interface AddressRow {
  address: string;
  /** False for "Other addresses" and "Address not known". */
  isNamed: boolean;
  firstUsed: Moment;
  lastUsed: Moment;
  /** "1,204 requests" */
  requests: string;
  /** Of the requests from all addresses: "62%", "under 1%". */
  share: string;
}

export function describeAddresses(org: Org, seen: readonly SeenAddress[]): AddressRow[] {
  const total = seen.reduce((sum, { requests }) => sum + requests, 0);
  return seen.map(({ address, requests, firstUsedAt, lastUsedAt }) => {
    const words = inWords(address);
    return {
      address: words ?? address,
      isNamed: words === null,
      firstUsed: formatMoment(org, firstUsedAt),
      lastUsed: formatMoment(org, lastUsedAt),
      requests: counted(requests, "request"),
      share: describeShare(requests, total),
    };
  });
}

/** Null: it is an address. */
function inWords(address: string): string | null {
  if (address === otherAddresses) return "Other addresses";
  return address === "" ? "Address not known" : null;
}

/** Only all of it is "100%", and nothing that is there is "0%". */
function describeShare(part: number, whole: number): string {
  const percent = Math.round((part / whole) * 100);
  if (percent === 0) return "under 1%";
  return percent === 100 && part < whole ? "over 99%" : `${percent}%`;
}
