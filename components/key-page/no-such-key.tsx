import { PageHead } from "@/components/shell/page-head";
import { TextLink } from "@/components/ui/text-link";
import { keysPath } from "@/lib/core/key-path";

export function NoSuchKey({ merchant }: { merchant: string }) {
  return (
    <>
      <PageHead
        title="Key not found"
        lede={`${merchant} has no key with this Key Id. Check the address.`}
      />
      <TextLink href={keysPath}>Go to API Keys</TextLink>
    </>
  );
}
