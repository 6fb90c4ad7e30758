interface TextFile {
  name: string;
  mime: string;
  text: string;
}

/** Saves a file that exists only in this page's memory; its address is forgotten at once. */
export function saveFile({ name, mime, text }: TextFile): void {
  const address = URL.createObjectURL(new Blob([text], { type: mime }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
