import type { Map as MapLibreMap } from 'maplibre-gl'

export const LOADED_CHECK_MS = 200

/**
 * MapLibre fires `idle` at the end of a frame. A tile that fails, is no longer wanted, or comes back unmodified is followed
 * by no frame, nor is a style that equals the one before: a map whose last change ends that way would never be idle. This
 * draws that frame. Returns a function to call after a change that no event of the map tells of.
 *
 * Call it before any other listener for `idle` is added: a listener that makes the map busy again must come after it.
 */
export function drawFrameWhenLoaded(
  map: Pick<MapLibreMap, 'on' | 'loaded' | 'isMoving' | 'triggerRepaint'>,
): () => void {
  let timer: ReturnType<typeof setInterval> | undefined
  const stop = () => {
    clearInterval(timer)
    timer = undefined
  }
  const watch = () => {
    timer ??= setInterval(() => {
      if (map.loaded() && !map.isMoving()) map.triggerRepaint()
    }, LOADED_CHECK_MS)
  }
  map.on('idle', stop)
  map.on('remove', stop)
  map.on('movestart', watch)
  map.on('dataloading', watch)
  return watch
}
