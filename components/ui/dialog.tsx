"use client";
import { Dialog as Base } from "@base-ui/react/dialog";
import clsx from "clsx";
import { type ReactNode, useEffect, useRef } from "react";

interface DialogProps {
  open: boolean;
  title: string;
  /** The dialog's accessible name, if the title would also name a field in it. */
  name?: string | undefined;
  description?: ReactNode;
  /** `alertdialog`: asks before something that cannot be undone. */
  role?: "dialog" | "alertdialog";
  /** Neither Esc nor a press outside closes the dialog. */
  locked?: boolean;
  wide?: boolean;
  /** Names the content. When it changes, the new content is announced and its first control gets the focus. */
  step: string;
  onClose: () => void;
  /** The element to focus after closing, if the one that had the focus before is gone. */
  focusAfter: () => HTMLElement | null;
  children: ReactNode;
}

const firstControl = (popup: HTMLElement | null) =>
  popup?.querySelector<HTMLElement>("[data-autofocus]") ?? null;

/** False if another dialog is above this one, such as the idle warning: a press there must not close this one. */
function isTopmost(popup: HTMLElement | null): boolean {
  const open = document.querySelectorAll("[aria-modal=true]:is([role=dialog], [role=alertdialog])");
  return open.item(open.length - 1) === popup;
}

/** One modal dialog for a whole flow: its content changes while the frame stays. */
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
    // Base UI focuses the first content when the popup opens; later content is focused here.
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
