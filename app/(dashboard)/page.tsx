import { redirect } from "next/navigation";

/** Account & Settings is where the dashboard begins. */
export default function DashboardPage() {
  redirect("/account-settings");
}
