import { describe, expect, test } from "vitest";
import { describeStepUp } from "./describe-step-up";
import type { Org } from "./org";
import { orgs } from "./orgs";

const strict: Org = {
  ...orgs.razorpay,
  policy: {
    ...orgs.razorpay.policy,
    stepUp: { ...orgs.razorpay.policy.stepUp, generate: { test: false, live: true } },
    securityStepUp: false,
    stepUpMaxAgeMinutes: 10,
  },
};

describe("the rule of when a code is asked, in words (DESIGN §3)", () => {
  test.each([
    [orgs.razorpay, "Deactivate an old key now"],
    [orgs.curlec, "De-activate an old key now"],
    [orgs.axis, "Deactivate an old key now"],
  ])("says what the seeds say: generating never asks, the rest does ($name)", (org, deactivate) => {
    expect(describeStepUp(org)).toEqual({
      rules: [
        { action: "Generate a key", words: "no code in Test, no code in Live" },
        { action: "Regenerate a key", words: "a code in Test, a code in Live" },
        { action: deactivate, words: "a code in Test, a code in Live" },
        { action: "Keep an old key 24 hours more", words: "a code in Test, a code in Live" },
        { action: "Change how long new keys live", words: "a code in Test, a code in Live" },
        {
          action: "Change a mobile, a second step, an email, an owner or who may use API keys",
          words: "a code",
        },
      ],
      cover: expect.stringMatching(
        /^An OTP at login, .* covers the session: nothing more is asked/,
      ),
    });
  });

  test("states a stricter brand's policy: a code to generate in Live, and a cover that ends", () => {
    const { rules, cover } = describeStepUp(strict);
    expect(rules[0]?.words).toBe("no code in Test, a code in Live");
    expect(rules.at(-1)?.words).toBe("no code");
    expect(cover).toMatch(
      /covers the session for 10 minutes; after that each of these asks again\.$/,
    );
  });
});
