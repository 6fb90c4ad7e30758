CREATE TABLE "not_me_links" (
	"id" text PRIMARY KEY NOT NULL,
	"org_id" text NOT NULL,
	"reader_id" text NOT NULL,
	"actor_id" text NOT NULL,
	"concerned_id" text,
	"merchant_id" text,
	"key_id" text,
	"kind" text NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "not_me_links_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
ALTER TABLE "not_me_links" ADD CONSTRAINT "not_me_links_reader" FOREIGN KEY ("org_id","reader_id") REFERENCES "public"."users"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "not_me_links" ADD CONSTRAINT "not_me_links_actor" FOREIGN KEY ("org_id","actor_id") REFERENCES "public"."users"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "not_me_links" ADD CONSTRAINT "not_me_links_concerned" FOREIGN KEY ("org_id","concerned_id") REFERENCES "public"."users"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "not_me_links" ADD CONSTRAINT "not_me_links_merchant" FOREIGN KEY ("org_id","merchant_id") REFERENCES "public"."merchants"("org_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "not_me_links_expiry" ON "not_me_links" USING btree ("expires_at");