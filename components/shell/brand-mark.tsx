/** The brand as a square with its initial, and its name. */
export function BrandMark({ name }: { name: string }) {
  return (
    <div className="flex items-center gap-2.5">
      <span
        aria-hidden
        className="grid size-7 place-items-center rounded-lg bg-accent font-semibold text-accent-ink text-sm forced-colors:border"
      >
        {name.charAt(0)}
      </span>
      <span className="font-semibold text-[0.9375rem] tracking-tight">{name}</span>
    </div>
  );
}
