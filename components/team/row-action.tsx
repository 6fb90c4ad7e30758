import { Button } from "@/components/ui/button";

interface RowActionProps {
  /** The id of the element that names the member or invitation. */
  about: string;
  danger?: boolean;
  onClick: () => void;
  children: string;
}

/** A quiet button in a row, beside the value it changes. */
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
