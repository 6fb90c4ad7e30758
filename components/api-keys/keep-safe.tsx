import clsx from "clsx";
import { Download, EyeOff, type LucideIcon, Replace, ShieldAlert } from "lucide-react";
import type { Mode } from "@/lib/core/mode";

interface Point {
  icon: LucideIcon;
  title: string;
  text: string;
}

const always: Point[] = [
  {
    icon: Download,
    title: "Download and store it",
    text: "Save the key when it is made, in your server's secret store and not in code.",
  },
  {
    icon: EyeOff,
    title: "A lost secret cannot be shown again",
    text: "Only the Key Id stays visible here. Without the secret, regenerate the key and replace it everywhere it is used.",
  },
  {
    icon: ShieldAlert,
    title: "Never share or publish it",
    text: "No chats, tickets, screenshots or public repositories. Whoever has the secret can act as your business.",
  },
];

const whenLive: Point = {
  icon: Replace,
  title: "Replace the Test key in your integration",
  text: "To accept payments from customers, use this key wherever your integration has the Test key.",
};

/** The warnings of the brand's documentation, in our words. */
export function KeepSafe({ mode }: { mode: Mode }) {
  const points = mode === "live" ? [...always, whenLive] : always;
  return (
    <section aria-labelledby="keep-safe" className="mt-7 sm:mt-9">
      <h2 id="keep-safe" className="font-semibold">
        Keep your key safe
      </h2>
      <ul
        className={clsx(
          "mt-3 grid gap-x-8 gap-y-3 sm:grid-cols-2 sm:gap-y-4",
          mode === "test" && "lg:grid-cols-3",
        )}
      >
        {points.map(({ icon: Icon, title, text }) => (
          <li key={title} className="flex gap-3">
            <Icon
              aria-hidden
              className="mt-0.5 size-4 shrink-0 text-accent-text"
              strokeWidth={1.75}
            />
            <div>
              <h3 className="font-medium">{title}</h3>
              <p className="text-13 text-muted">{text}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
