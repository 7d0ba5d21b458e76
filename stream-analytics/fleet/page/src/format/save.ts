/** Hands `content` to the reader as a file. */
export function save(name: string, type: string, content: string | Blob): void {
  const url = URL.createObjectURL(typeof content === "string" ? new Blob([content], { type }) : content);
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName(name);
  link.click();
  // The download has its own hold on the blob by the next turn of the loop.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}

/** A file name that every file system takes, made of the name of a run. */
export function fileName(name: string): string {
  return name.replace(/[^\w.-]+/g, "_").replace(/^\.+/, "").slice(0, 120) || "gradwatch";
}
