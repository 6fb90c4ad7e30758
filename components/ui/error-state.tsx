"use client";
import { Button } from "./button";
import { Incident } from "./incident";

interface ErrorStateProps {
  /** `error.digest` of the error boundary. */
  incident?: string | undefined;
  retry: () => void;
}

/** Shown instead of a page that could not be rendered. */
export function ErrorState({ incident, retry }: ErrorStateProps) {
  return (
    <main className="mx-auto grid max-w-md justify-items-start gap-2 px-4 py-16 sm:py-24">
      <h1 className="font-semibold text-title tracking-tight">This page could not be loaded</h1>
      <p role="alert" className="text-muted">
        Something went wrong on our side. Try again; if it stays, tell support the incident id.
      </p>
      {incident ? <Incident id={incident} /> : null}
      <Button look="primary" className="mt-4" onClick={retry}>
        Try again
      </Button>
    </main>
  );
}
