"use client";
import { Search } from "lucide-react";
import { useRef } from "react";
import { Button } from "@/components/ui/button";

interface MemberSearchProps {
  typed: string;
  onType: (typed: string) => void;
  found: number;
  of: number;
}

/** The field that narrows the list, and how many people it leaves. Esc empties it. */
export function MemberSearch({ typed, onType, found, of }: MemberSearchProps) {
  const input = useRef<HTMLInputElement>(null);

  function clear() {
    onType("");
    input.current?.focus();
  }

  return (
    <search className="border-line border-b">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3">
        <div className="relative min-w-48 flex-1 sm:max-w-80">
          <Search
            aria-hidden
            className="pointer-events-none absolute inset-y-0 left-3 my-auto size-4 text-muted"
            strokeWidth={1.75}
          />
          <input
            ref={input}
            type="search"
            aria-label="Search the team"
            placeholder="Name, email or role"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            enterKeyHint="search"
            value={typed}
            onChange={({ currentTarget }) => onType(currentTarget.value)}
            onKeyDown={({ key }) => key === "Escape" && onType("")}
            className="input pl-9!"
          />
        </div>
        <p role="status" className="text-13 text-muted">
          {typed.trim() === "" ? `${of} people` : `${found} of ${of} match`}
        </p>
      </div>
      {found === 0 ? (
        <div className="grid justify-items-center gap-3 px-4 pt-6 pb-8 text-center">
          <p className="text-muted">Nobody on the team matches this search.</p>
          <Button onClick={clear}>Clear search</Button>
        </div>
      ) : null}
    </search>
  );
}
