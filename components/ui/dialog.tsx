"use client";
import { Dialog as Base } from "@base-ui/react/dialog";
import clsx from "clsx";
import { type ReactNode, useEffect, useRef } from "react";

interface DialogProps {
  open: boolean;
  title: string;
  /** The dialog's own name, where the title would name one of its fields too. */
  name?: string | undefined;
  description?: ReactNode;
  /** `alertdialog` asks before something that cannot be undone. */
  role?: "dialog" | "alertdialog";
  /** Neither Esc nor a press outside closes it. */
  locked?: boolean;
  wide?: boolean;
  /** Changes when the content does: the new content is announced and its first control focused. */
  step: string;
  onClose: () => void;
  /** Where focus goes when the element that had it before is gone. */
  focusAfter: () => HTMLElement | null;
  children: ReactNode;
}

const firstControl = (popup: HTMLElement | null) =>
  popup?.querySelector<HTMLElement>("[data-autofocus]") ?? null;

/** A warning may stand over a dialog: what is pressed there is no wish to leave this one. */
function isTopmost(popup: HTMLElement | null): boolean {
  const open = document.querySelectorAll("[aria-modal=true]:is([role=dialog], [role=alertdialog])");
  return open.item(open.length - 1) === popup;
}

/** One modal for a whole flow: its content changes, the frame stays. */
export function Dialog(props: DialogProps) {
  const {
    open,
    title,
    name,
    description,
    role = "dialog",
    locked,
    wide,
    step,
    onClose,
    children,
  } = props;
  const popup = useRef<HTMLDivElement>(null);
  const shownStep = useRef<string | null>(null);
  const opener = useRef<HTMLElement | null>(null);

  useEffect(() => {
    if (!open) {
      shownStep.current = null;
      return;
    }
    // The first content is focused by Base UI, when its popup stands; later ones by us.
    if (shownStep.current !== null && shownStep.current !== step) {
      (firstControl(popup.current) ?? popup.current)?.focus();
    }
    shownStep.current = step;
  }, [open, step]);

  return (
    <Base.Root
      open={open}
      disablePointerDismissal={locked || role === "alertdialog"}
      onOpenChange={(next, details) => {
        if (next) return;
        if (locked || !isTopmost(popup.current)) details.cancel();
        else onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-veil transition-opacity duration-150 data-starting-style:opacity-0 motion-reduce:transition-none" />
        <Base.Viewport className="fixed inset-0 z-50 grid grid-cols-[minmax(0,1fr)] place-items-center overflow-y-auto overscroll-contain p-3 sm:p-6">
          <Base.Popup
            ref={popup}
            role={role}
            aria-modal
            {...(name ? { "aria-label": name, "aria-labelledby": undefined } : {})}
            initialFocus={() => {
              const before = document.activeElement;
              opener.current =
                before instanceof HTMLElement && before !== document.body ? before : null;
              return firstControl(popup.current) ?? true;
            }}
            finalFocus={() => (opener.current?.isConnected ? opener.current : props.focusAfter())}
            className={clsx(
              "w-full rounded-2xl border border-line bg-panel p-5 shadow-pop outline-none sm:p-6",
              "transition-[opacity,transform] duration-150 data-starting-style:translate-y-1 data-starting-style:opacity-0",
              wide ? "max-w-150" : "max-w-115",
            )}
          >
            <Base.Title className="font-semibold text-[1.0625rem] leading-6">{title}</Base.Title>
            {description ? (
              <Base.Description render={<div />} className="mt-1 text-muted">
                {description}
              </Base.Description>
            ) : null}
            <div key={step} className="mt-5 animate-rise">
              {children}
            </div>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
