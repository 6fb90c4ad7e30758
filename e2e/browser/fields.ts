/**
 * What every field of a form must tell browsers, phones and password managers. Runs in the page, so it uses nothing from
 * outside. Returns a sentence for each thing that is missing.
 */
export function findBadFields(): string[] {
  const bad: string[] = [];
  const typed = "input:not([type=hidden], [type=radio], [type=checkbox]), textarea";
  const isShown = (field: HTMLElement) => field.checkVisibility();
  const fills: Record<string, RegExp> = {
    email: /^(username|email|off)$/,
    password: /^(current|new)-password$/,
    currentPassword: /^current-password$/,
    newPassword: /^new-password$/,
    code: /^(one-time-code|off)$/,
    mobile: /^tel-national$/,
    name: /^name$/,
    businessName: /^organization$/,
  };
  const keyboards: Record<string, string> = {
    "one-time-code": "numeric",
    "tel-national": "tel",
    url: "url",
  };
  for (const form of document.querySelectorAll("form")) {
    const fields = [...form.querySelectorAll<HTMLInputElement>(typed)].filter(isShown);
    for (const [place, field] of fields.entries()) {
      const { name, autocomplete, enterKeyHint, inputMode } = field;
      const complain = (what: string) => bad.push(`${name || field.id}: ${what}`);
      if (!autocomplete) complain("no autocomplete");
      else if (fills[name] && !fills[name].test(autocomplete))
        complain(`autocomplete ${autocomplete}`);
      const keyboard = keyboards[autocomplete as string];
      if (keyboard && inputMode !== keyboard) complain(`inputmode ${inputMode}, not ${keyboard}`);
      if (!enterKeyHint) complain("no enterkeyhint");
      if ((enterKeyHint === "next") !== place < fields.length - 1 && inputMode !== "url")
        complain(`enterkeyhint ${enterKeyHint}`);
      if (autocomplete === "new-password" && !form.querySelector("[autocomplete=username]"))
        complain("no username beside it");
    }
  }
  return bad;
}
