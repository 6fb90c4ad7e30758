/** `npm run build`: the production build in .next/standalone, ready for `npm start`. */
import { buildInPlace } from "./support/build";

await buildInPlace();
