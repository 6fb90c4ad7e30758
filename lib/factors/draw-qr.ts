import { create } from "qrcode";
import type { QrDrawing } from "./factors-view";

/** Width of the empty border that scanners need, in modules (ISO/IEC 18004). */
const margin = 4;

/** Draws the text as a QR code in one SVG path. Drawn here, so that no outside service sees the secret. */
export function drawQr(text: string): QrDrawing {
  const { size, data } = create(text, { errorCorrectionLevel: "M" }).modules;
  const rows = Array.from({ length: size }, (_, y) =>
    Array.from(data.subarray(y * size, (y + 1) * size), (module) => (module ? "#" : " ")).join(""),
  );
  const path = rows.flatMap((row, y) =>
    [...row.matchAll(/#+/g)].map(
      ({ index, 0: run }) => `M${index + margin} ${y + margin}h${run.length}v1h-${run.length}z`,
    ),
  );
  return { size: size + 2 * margin, path: path.join("") };
}
