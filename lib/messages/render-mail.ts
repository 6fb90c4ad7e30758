/** The layout of every mail, as plain text and as HTML. The HTML has no pictures and supports dark mode. */
import type { Org } from "@/lib/orgs/org";
import { Html, html } from "./html";
import type { Words } from "./words";

export interface Letter extends Words {
  /** The address of the link "This wasn't me", and a sentence that says what it does. */
  notMe?: { url: string; effect: string };
}

export interface Rendered {
  subject: string;
  text: string;
  html: string;
}

const notMeLabel = "This wasn't me";

export function renderMail(org: Org, letter: Letter): Rendered {
  const subject = letter.subject.replace(/[\s\p{C}]+/gu, " ").trim();
  return { subject, text: renderText(org, letter), html: renderHtml(org, letter, subject).text };
}

function renderText(org: Org, { lines, facts = [], link, notMe, note }: Letter): string {
  const parts = [
    ...lines.map(oneLine),
    facts.map(([name, value]) => `${name}: ${oneLine(value)}`).join("\n"),
    link ? `${link.label}:\n${link.url}` : "",
    notMe ? `${notMeLabel}? ${notMe.effect}\n${notMe.url}` : "",
    note ?? "",
    `-- \n${signature(org)}`,
  ];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}

const signature = ({ name, supportEmail }: Org) =>
  `${name} Dashboard. Questions: ${supportEmail}. We never ask for a password, a code or a key.`;

/** Removes line breaks, so that a value cannot imitate another fact's line. */
const oneLine = (value: string) => value.replace(/[\s\p{C}]+/gu, " ").trim();

/** Our style sheet. It is constant, so it is safe to insert unescaped. */
const styles = new Html(`:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){.kd-page{background:#0c1017!important}.kd-card{background:#131924!important;border-color:#2c3647!important}
.kd-ink{color:#e8ecf4!important}.kd-muted{color:#9aa6b8!important}.kd-line{border-color:#2c3647!important}
.kd-button{background:#e8ecf4!important;color:#0c1017!important}.kd-link{color:#9db8ff!important}}`);

const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const ink = "color:#0f1728";
const muted = "color:#566175";

function renderHtml(org: Org, letter: Letter, subject: string): Html {
  const { lines, facts = [], link, notMe, note } = letter;
  return html`<!doctype html>
<html lang="${org.locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${subject}</title><style>${styles}</style></head>
<body class="kd-page" style="margin:0;padding:0;background:#f5f6f9">
<div role="main"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" class="kd-card" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;background:#ffffff;border:1px solid #e0e4ec;border-radius:12px"><tr><td style="padding:28px 28px 24px;${font};font-size:15px;line-height:1.55">
<p class="kd-muted" style="margin:0 0 18px;${muted};font-size:13px;font-weight:600">${org.name}</p>
<h1 class="kd-ink" style="margin:0 0 14px;${ink};font-size:19px;line-height:1.35">${subject}</h1>
${lines.map((line) => html`<p class="kd-ink" style="margin:0 0 12px;${ink}">${line}</p>\n`)}${table(facts)}${
  link ? button(link) : ""
}${notMe ? notMePart(notMe) : ""}${
  note ? html`<p class="kd-muted" style="margin:18px 0 0;${muted};font-size:13px">${note}</p>` : ""
}
</td></tr></table>
<p class="kd-muted" style="max-width:560px;margin:14px auto 0;${muted};${font};font-size:12px;line-height:1.5">${signature(org)}</p>
</td></tr></table></div></body></html>
`;
}

function table(facts: NonNullable<Words["facts"]>): Html | string {
  if (facts.length === 0) return "";
  const rows = facts.map(
    ([name, value]) =>
      html`<tr><th scope="row" align="left" class="kd-muted kd-line" valign="top" style="padding:7px 16px 7px 0;border-top:1px solid #e8ebf1;${muted};font-size:13px;font-weight:400;text-align:left;white-space:nowrap">${name}</th><td class="kd-ink kd-line" valign="top" style="padding:7px 0;border-top:1px solid #e8ebf1;${ink};font-size:14px;word-break:break-word">${value}</td></tr>\n`,
  );
  return html`<table width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:6px 0 18px">${rows}</table>\n`;
}

function button({ label, url }: { label: string; url: string }): Html {
  return html`<p style="margin:6px 0 0"><a class="kd-button" href="${url}" style="display:inline-block;background:#17223b;color:#ffffff;text-decoration:none;font-weight:600;font-size:14px;padding:10px 18px;border-radius:8px">${label}</a></p>
`;
}

function notMePart({ url, effect }: NonNullable<Letter["notMe"]>): Html {
  return html`<p class="kd-ink kd-line" style="margin:22px 0 0;padding-top:16px;border-top:1px solid #e8ebf1;${ink};font-size:14px"><a class="kd-link" href="${url}" style="color:#1d4fd7;font-weight:600">${notMeLabel}</a><br><span class="kd-muted" style="${muted};font-size:13px">${effect}</span></p>
`;
}
