/** `npm run build`: the production build in .next/standalone, ready for `npm start`. */
import { buildInPlace } from "@/bin/build/build";

await buildInPlace();
