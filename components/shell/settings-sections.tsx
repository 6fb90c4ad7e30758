import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { PageHead } from "./page-head";

interface SettingsSection {
  /** Null: the links have no heading. */
  heading: string | null;
  links: readonly { href: string; label: string; description: string }[];
}

/** The page "Account & Settings": links under the brand's headings. */
export function SettingsSections({ sections }: { sections: readonly SettingsSection[] }) {
  return (
    <>
      <PageHead title="Account & Settings" />
      <div className="grid gap-8">
        {sections.map(({ heading, links }) => (
          <section key={heading ?? ""}>
            {heading ? <h2 className="mb-2.5 font-semibold">{heading}</h2> : null}
            <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-panel shadow-low">
              {links.map((link) => (
                <li
                  key={link.href}
                  className="relative flex items-center gap-4 px-4 py-3.5 hover:bg-sunken has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent"
                >
                  <div className="min-w-0 flex-1">
                    {/* The link's name is only its label, but the whole row can be clicked. */}
                    <Link
                      href={link.href}
                      prefetch={false}
                      className="font-medium outline-none after:absolute after:inset-0"
                    >
                      {link.label}
                    </Link>
                    <p className="text-13 text-muted">{link.description}</p>
                  </div>
                  <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}
