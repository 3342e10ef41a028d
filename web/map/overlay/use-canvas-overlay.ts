import { onBeforeUnmount, onMounted, type ShallowRef } from 'vue'
import type { MapEngine } from '../engine.ts'

/** A cleared canvas; one unit is one CSS pixel, `ratio` device pixels. */
export interface CanvasArea {
  context: CanvasRenderingContext2D
  width: number
  height: number
  ratio: number
}

/**
 * A canvas over the map that is painted in the same frame as the map, so that both move together. `repaint` paints once
 * in the next frame, however often it is called.
 */
export function useCanvasOverlay(
  canvas: Readonly<ShallowRef<HTMLCanvasElement | null>>,
  engine: MapEngine,
  paint: (area: CanvasArea) => void,
): { repaint(): void } {
  let isScheduled = false

  function paintNow(): void {
    isScheduled = false
    const area = canvas.value === null ? null : prepareCanvas(canvas.value)
    if (area !== null) paint(area)
  }
  function repaint(): void {
    if (isScheduled) return
    isScheduled = true
    requestAnimationFrame(paintNow)
  }

  const stops = [engine.on('frame', paintNow), engine.on('moved', repaint)]
  onMounted(() => {
    window.addEventListener('resize', repaint)
    repaint()
  })
  onBeforeUnmount(() => {
    window.removeEventListener('resize', repaint)
    for (const stop of stops) stop()
  })
  return { repaint }
}

/** Gives the canvas the size of its element in device pixels, and clears it. */
function prepareCanvas(element: HTMLCanvasElement): CanvasArea | null {
  const context = element.getContext('2d')
  if (context === null) return null
  const [width, height, ratio] = [element.clientWidth, element.clientHeight, window.devicePixelRatio || 1]
  const [pixelWidth, pixelHeight] = [Math.round(width * ratio), Math.round(height * ratio)]
  if (element.width !== pixelWidth) element.width = pixelWidth
  if (element.height !== pixelHeight) element.height = pixelHeight
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, width, height)
  return { context, width, height, ratio }
}
