import { Button } from "@/components/ui/button";

interface RowActionProps {
  /** The element that names whom it is about. */
  about: string;
  danger?: boolean;
  onClick: () => void;
  children: string;
}

/** A quiet button that stands in a row beside what it changes. */
export function RowAction({ about, danger = false, onClick, children }: RowActionProps) {
  return (
    <Button
      look={danger ? "quiet-danger" : "quiet"}
      size="sm"
      aria-describedby={about}
      onClick={onClick}
      className="-ml-[9px] whitespace-normal! text-left!"
    >
      {children}
    </Button>
  );
}
