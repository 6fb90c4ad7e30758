import { keyPath, keysPath } from "@/lib/core/key-path";
import { modeNames } from "@/lib/core/mode";
import { lifeInWords } from "@/lib/orgs/key-life";
import { momentInWords } from "@/lib/orgs/moment";
import type { Notices } from "./kinds";
import type { Words, WriterContext, Writers } from "./words";

type KeyKinds = Extract<keyof Notices, `key-${string}`>;

interface OfKey {
  keyId: string;
  mode: "test" | "live";
  by?: string;
}

/** The common part of every notice about a key: which key, who did it, and a link to its page. */
function aboutKey(
  key: OfKey,
  { url }: WriterContext,
  words: Pick<Words, "subject" | "lines">,
): Words {
  const { keyId, mode, by } = key;
  const facts: Words["facts"] = [
    ["Key Id", keyId],
    ["Mode", `${modeNames[mode]} Mode`],
  ];
  if (by) facts.push(["By", by]);
  return { ...words, facts, link: { label: "Open this key", url: url(keyPath(keyId)) } };
}

const named = ({ mode }: Pick<OfKey, "mode">) => `${modeNames[mode]} API key`;

export const keyNotices: Writers<Pick<Notices, KeyKinds>> = {
  "key-generated": (key, setting) =>
    aboutKey(key, setting, {
      subject: `A new ${named(key)} was generated on ${setting.org.name}`,
      lines: [`A new ${named(key)} was generated. Its secret was shown once, to who made it.`],
    }),
  "key-regenerated": (key, setting) => {
    const { deactivate } = setting.org.wording;
    const until = key.oldKeyUntil
      ? `until ${momentInWords(setting.org, key.oldKeyUntil)}`
      : "for 24 hours more";
    const old = {
      now: `The old key ${key.replaces} was ${deactivate}d immediately: requests with it are refused.`,
      "in-24-hours": `The old key ${key.replaces} works ${until}, and is ${deactivate}d then. Replace it wherever it is used.`,
      expired: `The old key ${key.replaces} had expired before: requests with it are refused.`,
    }[key.oldKeyEnds];
    return aboutKey(key, setting, {
      subject: `Your ${named(key)} was regenerated on ${setting.org.name}`,
      lines: [`The ${named(key)} was replaced by a new one.`, old],
    });
  },
  "key-deactivated": (key, setting) => {
    const done = `${setting.org.wording.deactivate}d`;
    return aboutKey(key, setting, {
      subject: `A ${named(key)} was ${done} on ${setting.org.name}`,
      lines: [
        `A replaced ${named(key)} was ${done} before its time. Requests with it are refused.`,
      ],
    });
  },
  "key-extended": (key, setting) =>
    aboutKey(key, setting, {
      subject: `An old ${named(key)} was kept longer on ${setting.org.name}`,
      lines: [`A replaced ${named(key)} works until ${momentInWords(setting.org, key.until)}.`],
    }),
  "key-life-changed": ({ mode, life, by }, { org, url }) => ({
    subject: `The key life of new ${named({ mode })}s was changed on ${org.name}`,
    lines: [
      `New ${modeNames[mode]} keys ${lifeInWords(life)}.`,
      "Keys that exist keep the end that they have.",
    ],
    facts: [
      ["Mode", `${modeNames[mode]} Mode`],
      ["By", by],
    ],
    link: { label: "Open API Keys", url: url(keysPath) },
  }),
  "key-frozen": (key, setting) =>
    aboutKey(key, setting, {
      subject: `A ${named(key)} was frozen on ${setting.org.name}`,
      lines: [
        `A ${named(key)} was frozen: requests with it are refused.`,
        `If it is the current one, regenerate it, or ask ${setting.org.supportEmail} to lift the freeze.`,
      ],
    }),
  "key-unfrozen": (key, setting) =>
    aboutKey(key, setting, {
      subject: `A ${named(key)} works again on ${setting.org.name}`,
      lines: [`The freeze of a ${named(key)} was lifted: requests with it pass again.`],
    }),
  "key-leaked": (key, setting) =>
    aboutKey(key, setting, {
      subject: `A leaked ${named(key)} was ${setting.org.wording.deactivate}d on ${setting.org.name}`,
      lines: [
        `A ${named(key)} was found where others could read it, and ${setting.org.wording.deactivate}d at once.`,
        "Make a new key, and replace the old one wherever it is used.",
      ],
    }),
  "key-expiring": (key, setting) => {
    const { org } = setting;
    const at = momentInWords(org, key.expiresAt);
    const isOver = key.days === "0";
    const soon = isOver ? "now" : `in ${key.days === "1" ? "1 day" : `${key.days} days`}`;
    const end = isOver ? `It expired on ${at}.` : `It expires on ${at}.`;
    return {
      ...aboutKey(key, setting, {
        subject: `Your ${named(key)} expires ${soon} on ${org.name}`,
        lines: isOver
          ? [
              `The ${named(key)} expired on ${at}. Requests with it are refused.`,
              "Regenerate it to get a new key, and replace the old one wherever it is used.",
            ]
          : [
              `The ${named(key)} expires on ${at}. After that, requests with it are refused.`,
              "Regenerate it before that: both keys can work for up to 24 hours.",
            ],
      }),
      when: [isOver ? "Expired" : "Expires", at],
      link: { label: "Open this key", url: keyUrl(key, setting) },
      sms: `Your ${named(key)} ending in ${key.keyId.slice(-4)} expires ${soon} on ${org.name}. ${end} Regenerate it in the dashboard.`,
    };
  },
  "key-old": (key, setting) => ({
    ...aboutKey(key, setting, {
      subject: `Your ${named(key)} is ${key.days} days old on ${setting.org.name}`,
      lines: [
        `The ${named(key)} was made on ${momentInWords(setting.org, key.madeAt)} and has no end.`,
        "Regenerate it: a secret that is in use for long is known in more and more places.",
        "Under “Change key life” you choose how long new keys live.",
      ],
    }),
    when: ["Made", momentInWords(setting.org, key.madeAt)],
    link: { label: "Open this key", url: keyUrl(key, setting) },
  }),
};

const keyUrl = ({ keyId }: Pick<OfKey, "keyId">, { url }: WriterContext) =>
  url(`${keysPath}/${keyId}`);
