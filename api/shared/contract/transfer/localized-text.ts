/** A text of the API in both languages; `{name}` in it is replaced by the details of a finding. */
export interface LocalizedText {
  zh: string
  en: string
}

/** Replaces `{name}` in the text by the detail of that name. */
export function fillPlaceholders(text: string, details: Readonly<Record<string, unknown>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(details, name) ? String(details[name]) : whole,
  )
}
