/**
 * Runs in the page. Returns the parts of a wall display that overlap, the elements that extend beyond their part, and
 * the texts that are truncated.
 */
export function findWallFaults() {
  const getBox = (element: Element) => element.getBoundingClientRect()
  const parts = [...document.querySelectorAll('[data-wall-part]')]
  const isHidden = (element: Element) =>
    element.closest('.visually-hidden') !== null || getBox(element).width === 0
  const overlapping = parts.flatMap((part, at) =>
    parts
      .slice(at + 1)
      .filter((other) => {
        const [a, b] = [getBox(part), getBox(other)]
        return a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1
      })
      .map((other) => `${part.textContent.slice(0, 12)} over ${other.textContent.slice(0, 12)}`),
  )
  const outside = parts.flatMap((part) =>
    [...part.querySelectorAll('*')]
      .filter((element) => {
        const [a, b] = [getBox(part), getBox(element)]
        return (
          !isHidden(element) &&
          (b.right > a.right + 1 || b.bottom > a.bottom + 1 || b.left < a.left - 1 || b.top < a.top - 1)
        )
      })
      .map((element) => `${element.className} ${element.textContent.slice(0, 20)}`),
  )
  const cut = parts.flatMap((part) =>
    [...part.querySelectorAll('*')]
      .filter(
        (element) =>
          element.children.length === 0 &&
          element.textContent.trim() !== '' &&
          !isHidden(element) &&
          element.clientWidth > 0 &&
          element.scrollWidth > element.clientWidth + 1,
      )
      .map((element) => element.textContent),
  )
  return { overlapping, outside, cut }
}

/** Runs in the page. Returns the elements that extend beyond the right edge of the window. */
export const listOverflowing = (elements: Element[]): string[] =>
  elements
    .filter((each) => each.getBoundingClientRect().right > window.innerWidth)
    .map((each) => each.outerHTML.slice(0, 80))
