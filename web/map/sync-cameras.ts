import type { MapEngine } from './engine.ts'

/**
 * Keeps two maps of the same size looking at the same place, frame by frame. The one under the pointer (or the focus of
 * the keyboard) leads; at other times the first does, since the page moves that one. The answer ends it.
 */
export function syncCameras(first: MapEngine, second: MapEngine, secondFrame: HTMLElement): () => void {
  let leads = false
  const lead = () => {
    leads = true
  }
  const follow = () => {
    leads = false
  }
  const copy = (from: MapEngine, to: MapEngine) => {
    const [camera, own] = [from.camera(), to.camera()]
    const same =
      Math.abs(camera.lon - own.lon) < 1e-9 &&
      Math.abs(camera.lat - own.lat) < 1e-9 &&
      Math.abs(camera.zoom - own.zoom) < 1e-6 &&
      camera.bearing === own.bearing
    if (!same) to.follow(camera)
  }
  const begins = ['pointerenter', 'focusin'] as const
  const ends = ['pointerleave', 'focusout'] as const
  for (const name of begins) secondFrame.addEventListener(name, lead)
  for (const name of ends) secondFrame.addEventListener(name, follow)
  const stops = [
    first.on('frame', () => {
      if (!leads) copy(first, second)
    }),
    second.on('frame', () => {
      if (leads) copy(second, first)
    }),
  ]
  return () => {
    for (const name of begins) secondFrame.removeEventListener(name, lead)
    for (const name of ends) secondFrame.removeEventListener(name, follow)
    for (const stop of stops) stop()
  }
}
