import { readonly, ref } from 'vue'

/** Copies texts to the clipboard; `copied` is true after a copy succeeded. Without a clipboard (plain http) it stays false. */
export function useCopyToClipboard() {
  const copied = ref(false)

  async function copy(text: string): Promise<void> {
    copied.value =
      (await navigator.clipboard?.writeText(text).then(
        () => true,
        () => false,
      )) ?? false
  }
  function reset(): void {
    copied.value = false
  }
  return { copied: readonly(copied), copy, reset }
}
