"use client";
import { ErrorState } from "@/components/ui/error-state";

export default function ErrorPage({
  error,
  retry,
}: {
  error: Error & { digest?: string };
  retry: () => void;
}) {
  return <ErrorState incident={error.digest} retry={retry} />;
}
