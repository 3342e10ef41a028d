import type { PinColors } from './draw-pins.ts'

/** The page's own colours, as the theme has them now. */
export function readPinColors(): PinColors {
  const style = getComputedStyle(document.documentElement)
  const color = (name: string) => style.getPropertyValue(name).trim()
  return {
    site: color('--accent'),
    onSite: color('--on-accent'),
    candidate: color('--accent'),
    halo: color('--surface'),
    font: getComputedStyle(document.body).fontFamily,
  }
}
