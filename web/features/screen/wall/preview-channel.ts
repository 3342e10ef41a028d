import type { Screen } from '#shared/contract/screens/screens.ts'

/** What the editor tells the wall that it shows in a frame: a screen as it is on the table, and the scene to show of it. */
export interface PreviewedScene {
  screen: Screen
  scene: string
}

/** Where the map of the previewed wall looks, with the zoom of the wall itself. */
export interface WallMapView {
  lon: number
  lat: number
  zoom: number
}

type Line = { kind: 'ready' } | ({ kind: 'draft' } & PreviewedScene) | ({ kind: 'view' } & WallMapView)

/** Tells another window of this very address. */
export function postPreviewMessage(to: Window, line: Line): void {
  to.postMessage(line, location.origin)
}

/** Listens to one window of this very address and to nobody else; the answer ends it. */
export function subscribePreviewMessages(
  from: () => Window | null | undefined,
  listener: (line: Line) => void,
): () => void {
  const onMessage = (event: MessageEvent<unknown>) => {
    const { data, origin, source } = event
    if (origin !== location.origin || source === null || source !== from() || !isLine(data)) return
    listener(data)
  }
  window.addEventListener('message', onMessage)
  return () => window.removeEventListener('message', onMessage)
}

function isLine(data: unknown): data is Line {
  return (
    typeof data === 'object' &&
    data !== null &&
    'kind' in data &&
    (data.kind === 'ready' || data.kind === 'draft' || data.kind === 'view')
  )
}
