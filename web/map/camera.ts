import type { Map as MapLibreMap } from 'maplibre-gl'
import type { Camera, CameraTarget, Insets } from '../state/map.store.ts'
import { fitTiltedCamera } from './fit-tilted-camera.ts'

/** Pixels between what is shown and the edge. */
const ROOM = 28

/** Moves the camera to the target. `calm`: at once, without an animation. `pitch`: degrees from looking straight down. */
export function moveCamera(
  map: MapLibreMap,
  target: Exclude<CameraTarget, { kind: 'home' }>,
  insets: Insets,
  calm: boolean,
  pitch: number,
): void {
  const animate = !calm && !('jump' in target && target.jump === true)
  switch (target.kind) {
    case 'box': {
      const { clientWidth: width, clientHeight: height } = map.getContainer()
      const [room, maxZoom] = [withRoom(insets), target.maxZoom ?? 17]
      const camera =
        pitch > 0
          ? {
              ...fitTiltedCamera({ box: target.box, size: { width, height }, room, pitch, maxZoom }),
              bearing: 0,
            }
          : map.cameraForBounds(target.box, { padding: room, maxZoom, bearing: map.getBearing() })
      if (camera === undefined) return
      if (animate) map.flyTo({ ...camera, pitch, speed: 1.6, curve: 1.3, maxDuration: 1600 })
      else map.jumpTo({ ...camera, pitch })
      return
    }
    case 'camera': {
      const { lon, lat, zoom, bearing } = target.camera
      map.easeTo({ center: [lon, lat], zoom, bearing, pitch, animate, duration: 600 })
      return
    }
    case 'zoom':
      map.easeTo({ zoom: map.getZoom() + target.by, animate, duration: 220 })
      return
    case 'north':
      map.easeTo({ bearing: 0, animate, duration: 300 })
  }
}

export function readCamera(map: MapLibreMap): Camera {
  const { lng, lat } = map.getCenter()
  return { lon: lng, lat, zoom: map.getZoom(), bearing: map.getBearing() }
}

/** Returns the middle of the part of the map that nothing covers, in pixels of the map. */
export function findVisibleMiddle(
  map: MapLibreMap,
  { top, right, bottom, left }: Insets,
): { x: number; y: number } {
  const { clientWidth, clientHeight } = map.getContainer()
  return { x: (left + clientWidth - right) / 2, y: (top + clientHeight - bottom) / 2 }
}

/** Adds room around what is shown. */
export const withRoom = ({ top, right, bottom, left }: Insets): Insets => ({
  top: top + ROOM,
  right: right + ROOM,
  bottom: bottom + ROOM,
  left: left + ROOM,
})
