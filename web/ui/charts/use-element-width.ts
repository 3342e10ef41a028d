import { onBeforeUnmount, onMounted, ref, type ShallowRef } from 'vue'

/** Width of an element in pixels, followed while it is mounted. */
export function useElementWidth(element: Readonly<ShallowRef<HTMLElement | null>>, initial: number) {
  const width = ref(initial)
  const observer = new ResizeObserver(([entry]) => {
    if (entry !== undefined && entry.contentRect.width > 0) width.value = entry.contentRect.width
  })
  onMounted(() => {
    if (element.value !== null) observer.observe(element.value)
  })
  onBeforeUnmount(() => observer.disconnect())
  return width
}
