import clsx from "clsx";
import { LoaderCircle, type LucideIcon } from "lucide-react";
import type { ComponentProps, MouseEvent } from "react";

const looks = {
  primary: "bg-accent text-accent-ink border-transparent hover:bg-accent-hover shadow-low",
  plain: "bg-panel text-ink border-line hover:bg-sunken shadow-low",
  quiet: "bg-transparent text-accent-text border-transparent hover:bg-accent-soft",
  danger: "bg-bad text-panel border-transparent hover:opacity-90 shadow-low",
  "quiet-danger": "bg-transparent text-bad border-transparent hover:bg-bad-soft",
} as const;

const sizes = {
  md: "min-h-9 px-4 pointer-coarse:min-h-11",
  sm: "min-h-7 px-2 text-13 pointer-coarse:min-h-11",
} as const;

export interface ButtonProps extends ComponentProps<"button"> {
  look?: keyof typeof looks;
  size?: keyof typeof sizes;
  icon?: LucideIcon;
  /** Shows a spinner and ignores presses, but keeps label and focus. */
  pending?: boolean;
}

const swallow = (event: MouseEvent) => event.preventDefault();

export function Button(props: ButtonProps) {
  const { look = "plain", size = "md", icon: Icon, pending, className, children, ...rest } = props;
  return (
    <button
      type="button"
      {...rest}
      {...(pending ? { "aria-disabled": true, onClick: swallow } : {})}
      className={clsx(
        "relative inline-flex items-center justify-center gap-2 rounded-lg border font-medium",
        "select-none whitespace-nowrap transition-colors duration-100",
        "disabled:pointer-events-none disabled:opacity-50 aria-disabled:cursor-progress",
        looks[look],
        sizes[size],
        className,
      )}
    >
      {Icon && !pending ? (
        <Icon aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
      ) : null}
      {Icon && pending ? <Spinner /> : null}
      {pending && !Icon ? (
        // The label moves by half a spinner, so that the button's width does not change.
        <span className="relative translate-x-2">
          <Spinner className="absolute inset-y-0 right-full my-auto mr-1" />
          {children}
        </span>
      ) : (
        children
      )}
    </button>
  );
}

function Spinner({ className }: { className?: string }) {
  return (
    <LoaderCircle
      aria-hidden
      className={clsx("size-3.5 shrink-0 animate-spin", className)}
      strokeWidth={2.25}
    />
  );
}
