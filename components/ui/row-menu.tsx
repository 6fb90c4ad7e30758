"use client";
import clsx from "clsx";
import { Ellipsis } from "lucide-react";
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from "react";
import { Button } from "./button";
import { type MenuKeyMove, menuKeyMove } from "./menu-key-move";

export interface RowMenuItem {
  label: string;
  danger?: boolean;
  onChoose: () => void;
}

interface RowMenuProps {
  /** What the row is about; the button is called "Actions for <name>". */
  name: string;
  items: readonly RowMenuItem[];
  pending?: boolean;
}

/**
 * The one menu at the end of a row. When an item is chosen, the button has the focus before the item's work begins, so a
 * dialog that opens gives the focus back to it.
 */
export function RowMenu({ name, items, pending }: RowMenuProps) {
  const [openAt, setOpenAt] = useState<MenuKeyMove | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const isOpen = openAt !== null;

  function close() {
    button.current?.focus();
    setOpenAt(null);
  }

  return (
    <>
      <Button
        ref={button}
        id={id}
        look="quiet"
        size="sm"
        icon={Ellipsis}
        pending={pending ?? false}
        aria-label={`Actions for ${name}`}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? `${id}-menu` : undefined}
        // While the menu is open a press must not take the focus: that would close it before the click does.
        onMouseDown={(event) => isOpen && event.preventDefault()}
        onClick={() => (isOpen ? close() : setOpenAt("first"))}
        onKeyDown={(event) => {
          const move = event.key === "ArrowUp" ? "last" : "first";
          if (pending || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
          event.preventDefault();
          setOpenAt(move);
        }}
        className="text-muted! aria-expanded:bg-accent-soft pointer-coarse:min-w-11"
      />
      {isOpen ? (
        <Popup
          id={`${id}-menu`}
          button={button}
          items={items}
          openAt={openAt}
          onClose={close}
          onLeave={() => setOpenAt(null)}
        />
      ) : null}
    </>
  );
}

interface PopupProps {
  id: string;
  button: { current: HTMLButtonElement | null };
  items: readonly RowMenuItem[];
  openAt: MenuKeyMove;
  /** Closes and puts the focus on the button. */
  onClose: () => void;
  /** The focus went elsewhere. */
  onLeave: () => void;
}

const itemsIn = (menu: HTMLElement) => [
  ...menu.querySelectorAll<HTMLButtonElement>("[role=menuitem]"),
];

function Popup({ id, button, items, openAt, onClose, onLeave }: PopupProps) {
  const menu = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    if (!menu.current || !button.current) return;
    // In the browser's top layer no card cuts it off.
    menu.current.showPopover?.();
    placeUnder(menu.current, button.current);
    itemsIn(menu.current)
      .at(openAt === "last" ? -1 : 0)
      ?.focus();
  }, [button, openAt]);

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const own = itemsIn(event.currentTarget);
    const labels = items.map(({ label }) => label);
    const at = own.indexOf(event.target as HTMLButtonElement);
    const next = menuKeyMove(event.key, at, labels);
    // Tab goes on from the button.
    if (event.key === "Tab" || event.key === "Escape") onClose();
    if (event.key !== "Escape" && next === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (next !== null) own[next]?.focus();
  }

  return (
    <div
      ref={menu}
      id={id}
      role="menu"
      tabIndex={-1}
      aria-labelledby={button.current?.id}
      popover="manual"
      onKeyDown={onKeyDown}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) onLeave();
      }}
      className="absolute inset-auto z-30 m-0 min-w-44 max-w-[calc(100vw-2rem)] rounded-xl border border-line bg-panel p-1 text-ink shadow-pop"
    >
      {items.map(({ label, danger, onChoose }) => (
        <button
          key={label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          onClick={() => {
            onClose();
            onChoose();
          }}
          className={clsx(
            "block min-h-9 w-full rounded-lg px-3 py-1.5 text-left font-medium text-13 pointer-coarse:min-h-11",
            "-outline-offset-2 hover:bg-sunken focus:bg-sunken focus-visible:outline-2! focus-visible:outline-accent!",
            danger && "text-bad",
          )}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

/** Right edges in line; above the button if there is no room below. It scrolls along with the page. */
function placeUnder(menu: HTMLElement, button: HTMLElement): void {
  const { right, top, bottom } = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const root = document.documentElement;
  const space = 4;
  const isBelow = bottom + space + height <= root.clientHeight || top < height + space;
  const y = isBelow ? bottom + space : top - space - height;
  menu.style.left = `${Math.max(space, right - width) + window.scrollX}px`;
  menu.style.top = `${y + window.scrollY}px`;
}
