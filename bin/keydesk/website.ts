import { type Command, Option } from "commander";
import type { WebsiteState } from "@/db/schema/people";
import { listWebsites } from "@/lib/operator/list-websites";
import type { Operator } from "@/lib/operator/operator";
import { reviewSubmission } from "@/lib/operator/review-submission";
import type { Review } from "@/lib/websites/review-website";
import { orgOption, readMerchant, readMoment, readReason } from "./arguments";
import { type Answer, answering, type Given } from "./command";
import { readable, table } from "./print";

const states: WebsiteState[] = ["under_review", "verified", "refused"];

export function addWebsiteCommands(program: Command): void {
  const website = program.command("website").description("the review of merchants' websites");
  answering<Given & { state?: WebsiteState }>(
    website
      .command("list")
      .description("submitted websites, the longest waiting first")
      .addOption(orgOption())
      .addOption(new Option("--state <state>", "only these").choices(states)),
    async (_, { org, state }) => {
      const websites = await listWebsites({ orgId: org, state });
      const rows = websites.map((one) => [
        one.orgId,
        one.merchantId,
        one.merchant,
        one.state,
        one.submittedAt,
        one.url,
      ]);
      const headings = ["BRAND", "MERCHANT", "NAME", "STATE", "SUBMITTED", "URL"];
      return { data: { websites }, text: table(headings, rows, "No website was found.") };
    },
  );
  answering<ReviewOptions>(
    reviewed(website, "approve", "a website is in order: Live keys can be generated"),
    (named, options, operator) => review(operator, named, options, { isInOrder: true }),
  );
  answering<ReviewOptions & { reason: string }>(
    reviewed(website, "refuse", "a website needs changes").requiredOption(
      "--reason <text>",
      "what the merchant must change, shown to them",
      readReason,
    ),
    (named, options, operator) =>
      review(operator, named, options, { isInOrder: false, reason: options.reason }),
  );
}

interface ReviewOptions extends Given {
  submitted?: Date;
}

function reviewed(website: Command, verb: string, description: string): Command {
  return website
    .command(verb)
    .description(description)
    .argument("<merchant>", "a merchant's id or the e-mail of an owner", readMerchant)
    .addOption(orgOption())
    .option(
      "--submitted <moment>",
      "the submission that was looked at, as the list shows it: a later edit is not touched",
      readMoment,
    );
}

async function review(
  operator: Operator,
  named: string,
  { org, submitted }: ReviewOptions,
  verdict: Review["verdict"],
): Promise<Answer> {
  const submission = { named, orgId: org, submittedAt: submitted, verdict };
  const data = await reviewSubmission(operator, submission);
  const became = verdict.isInOrder ? "is verified" : "was refused";
  return {
    data,
    text: readable(`${data.url} of ${data.merchant} (${data.merchantId}) ${became}.`),
  };
}
