/** The least page that Next renders for each request. */
import { headers } from "next/headers";

export default async function Page() {
  const host = (await headers()).get("host");
  return (
    <main>
      <h1>Empty</h1>
      <p>{host}</p>
    </main>
  );
}
