ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_tenant" UNIQUE("org_id","merchant_id","key_id");
--> statement-breakpoint
CREATE TABLE "key_failures" (
	"org_id" text NOT NULL,
	"merchant_id" text NOT NULL,
	"key_id" text NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"cause" text NOT NULL,
	"address" text NOT NULL,
	"attempts" integer NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	CONSTRAINT "key_failures_pkey" PRIMARY KEY("key_id","hour","cause","address"),
	CONSTRAINT "key_failures_cause" CHECK ("key_failures"."cause" in ('whitespace','malformed','wrong_secret','wrong_mode','deactivated','expired')),
	CONSTRAINT "key_failures_attempts" CHECK ("key_failures"."attempts" > 0)
);
--> statement-breakpoint
CREATE TABLE "key_usage" (
	"org_id" text NOT NULL,
	"merchant_id" text NOT NULL,
	"key_id" text NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"requests" bigint DEFAULT 0 NOT NULL,
	"whitespace" bigint DEFAULT 0 NOT NULL,
	"malformed" bigint DEFAULT 0 NOT NULL,
	"wrong_secret" bigint DEFAULT 0 NOT NULL,
	"wrong_mode" bigint DEFAULT 0 NOT NULL,
	"deactivated" bigint DEFAULT 0 NOT NULL,
	"expired" bigint DEFAULT 0 NOT NULL,
	"last_used_at" timestamp with time zone,
	"last_address" text,
	CONSTRAINT "key_usage_pkey" PRIMARY KEY("key_id","hour"),
	CONSTRAINT "key_usage_hour" CHECK ("key_usage"."hour" = date_trunc('hour', "key_usage"."hour", 'UTC')),
	CONSTRAINT "key_usage_used" CHECK (("key_usage"."requests" > 0) = ("key_usage"."last_used_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "usage_writers" (
	"writer" text PRIMARY KEY NOT NULL,
	"batch" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "key_failures" ADD CONSTRAINT "key_failures_key_of_same_merchant" FOREIGN KEY ("org_id","merchant_id","key_id") REFERENCES "public"."api_keys"("org_id","merchant_id","key_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "key_usage" ADD CONSTRAINT "key_usage_key_of_same_merchant" FOREIGN KEY ("org_id","merchant_id","key_id") REFERENCES "public"."api_keys"("org_id","merchant_id","key_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "key_failures_merchant" ON "key_failures" USING btree ("org_id","merchant_id","last_at");