import Link from "next/link";
import { keyPath } from "@/lib/core/key-path";

/** A Key Id that leads to the key's own page. */
export function KeyLink({ id, keyId }: { id?: string; keyId: string }) {
  return (
    <Link
      href={keyPath(keyId)}
      prefetch={false}
      className="rounded-sm text-accent-text underline decoration-accent-line underline-offset-3 hover:decoration-current"
    >
      <code id={id} className="whitespace-nowrap font-mono text-13">
        {keyId}
      </code>
    </Link>
  );
}
