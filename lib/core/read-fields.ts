/** Reads a configuration, field by field, so that every mistake is found. */
import { z } from "zod";
import { type Complain, Mistakes } from "./mistakes";

export type Source = Record<string, string | undefined>;

/** What several fields must be together. A field that is itself wrong, or that nobody asked for, is not there. */
export type Rule<T> = (values: Partial<T>, complain: Complain) => void;

/**
 * Reads every field of the shape, and then what the rules say. An empty variable is one that is not set. Throws
 * `Misconfigured` with a sentence for each wrong variable, never with a value.
 */
export function readFields<S extends z.ZodRawShape>(
  shape: S,
  source: Source,
  rules: readonly Rule<z.output<z.ZodObject<S>>>[] = [],
): z.output<z.ZodObject<S>> {
  const values: Record<string, unknown> = {};
  const mistakes = new Mistakes();
  for (const [name, field] of Object.entries(shape)) {
    const read = z.safeParse(field, source[name] === "" ? undefined : source[name]);
    if (read.success) values[name] = read.data;
    else mistakes.add(name, read.error.issues[0]?.message ?? "cannot be read");
  }
  for (const rule of rules) rule(values as Partial<z.output<z.ZodObject<S>>>, mistakes.add);
  mistakes.throwAny();
  return values as z.output<z.ZodObject<S>>;
}
