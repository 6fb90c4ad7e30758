"use client";
import { type FormEvent, useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import type { Trouble } from "@/components/ui/call-action";
import { Field } from "@/components/ui/field";
import { fieldError } from "@/components/ui/field-error";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import type { WebsiteView } from "@/lib/websites/website-view";

const pages = [
  { name: "contactUrl", label: "Contact us", example: "/contact" },
  { name: "termsUrl", label: "Terms and conditions", example: "/terms" },
  { name: "privacyUrl", label: "Privacy policy", example: "/privacy" },
  { name: "refundUrl", label: "Cancellation and refund policy", example: "/refunds" },
] as const;

const fields = ["url", ...pages.map(({ name }) => name)];

interface WebsiteFormProps {
  website: WebsiteView | null;
  trouble: Trouble | null;
  pending: boolean;
  formAction: (form: FormData) => void;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
}

export function WebsiteForm(props: WebsiteFormProps) {
  const { website, trouble, pending, formAction, onSubmit } = props;
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (trouble) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [trouble]);

  return (
    <form
      ref={form}
      action={formAction}
      onSubmit={onSubmit}
      noValidate
      className="grid gap-5 rounded-xl border border-line bg-panel p-5 shadow-low"
    >
      <TroubleAlert trouble={trouble} fields={fields} />
      <div className="max-w-xl">
        <Field
          label="Website URL"
          name="url"
          required
          defaultValue={website?.url}
          hint="Where your customers buy, as in https://shop.example."
          error={fieldError(trouble, "url")}
          {...typing}
        />
      </div>
      <fieldset className="grid gap-4">
        <legend className="mb-3 text-13 text-muted">
          Pages that our reviewer looks for: a full address, or a path on your website. Optional.
        </legend>
        <div className="grid max-w-3xl gap-4 sm:grid-cols-2">
          {pages.map(({ name, label, example }) => (
            <Field
              key={name}
              label={label}
              name={name}
              defaultValue={website?.[name]}
              placeholder={example}
              error={fieldError(trouble, name)}
              {...typing}
            />
          ))}
        </div>
      </fieldset>
      <div>
        <Button type="submit" look="primary" pending={pending}>
          Submit website for review
        </Button>
      </div>
    </form>
  );
}

/** Not `type="url"`, because paths and addresses without a scheme are allowed. */
const typing = {
  inputMode: "url",
  autoComplete: "url",
  enterKeyHint: "send",
  autoCapitalize: "none",
  spellCheck: false,
} as const;
