interface TextFile {
  name: string;
  mime: string;
  text: string;
}

/** Downloads a text that exists only in this page's memory. Its address is revoked after a second. */
export function saveFile({ name, mime, text }: TextFile): void {
  const address = URL.createObjectURL(new Blob([text], { type: mime }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
