import { shallowRef } from 'vue'

/** A fault in the page itself; the error screen shows it instead of a half-dead page. */
export const pageError = shallowRef<Error | null>(null)

export function reportPageError(thrown: unknown): void {
  pageError.value ??= thrown instanceof Error ? thrown : new Error(String(thrown))
  // eslint-disable-next-line no-console -- for whoever looks into it
  console.error(thrown)
}
