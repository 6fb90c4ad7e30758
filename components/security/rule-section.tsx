import { Section } from "./section";

interface RuleSectionProps {
  rules: readonly { action: string; words: string }[];
  cover: string;
}

/** When the brand asks for a code. Shown to owners and admins. */
export function RuleSection({ rules, cover }: RuleSectionProps) {
  return (
    <Section title="When a code is asked">
      <dl className="divide-y divide-line text-ink">
        {rules.map(({ action, words }) => (
          <div key={action} className="flex flex-wrap justify-between gap-x-6 py-1.5">
            <dt>{action}</dt>
            <dd className="text-muted">{words}</dd>
          </div>
        ))}
      </dl>
      <p>{cover}</p>
    </Section>
  );
}
