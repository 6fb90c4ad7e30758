/**
 * One line of CSV (RFC 4180), with every cell quoted. A cell that a spreadsheet could run as a formula, or that begins
 * with a tab or a line break, gets an apostrophe in front (W-6). Full-width forms of = + - @ count too.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(text: string): string {
  const isFormula = /^[\t\r\n\0]|^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/.test(text);
  return `"${(isFormula ? `'${text}` : text).replaceAll('"', '""')}"`;
}
