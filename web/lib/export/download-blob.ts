/** The object URL stays valid this long, so that a slow browser can still start the download. */
const REVOKE_AFTER_MS = 60_000

/** Saves a blob as a file with this name. */
export function downloadBlob(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), REVOKE_AFTER_MS)
}

/** Saves a text as a UTF-8 file with this name. */
export function downloadText(text: string, name: string, type = 'text/csv'): void {
  downloadBlob(new Blob([text], { type: `${type};charset=utf-8` }), name)
}
