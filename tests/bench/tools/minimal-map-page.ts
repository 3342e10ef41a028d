import type { StyleSpecification } from '@maplibre/maplibre-gl-style-spec'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { packageRoot } from '../../../api/runtime/package-root.ts'

export interface MinimalMapPage {
  url: string
  stop(): Promise<void>
}

const library = path.join(packageRoot, 'node_modules/maplibre-gl/dist')

export type MinimalMapView =
  | { zoom: number; lat: number; lon: number }
  | { box: readonly number[]; padding: { top: number; right: number; bottom: number; left: number } }

/**
 * The least page that draws a map: MapLibre and a style, everything answered from memory and compressed beforehand.
 * `tiles`: where a tile comes from on the first visit; `warm` makes that visit. It marks `bare:drawn` at its first idle.
 */
export async function serveMinimalMapPage({
  style,
  view,
  tiles,
  warm,
}: {
  style: StyleSpecification
  view: MinimalMapView
  tiles: (path: string) => string
  warm: (url: string) => Promise<void>
}): Promise<MinimalMapPage> {
  const files = new Map<string, { bytes: Buffer; type: string }>()
  const put = (name: string, type: string, text: string | Buffer) =>
    files.set(name, { type, bytes: gzipSync(text, { level: 9 }) })
  for (const name of ['maplibre-gl.mjs', 'maplibre-gl-worker.mjs', 'maplibre-gl-shared.mjs']) {
    try {
      put(`/${name}`, 'text/javascript', readFileSync(path.join(library, name)))
    } catch {
      // not every release has a shared part
    }
  }
  put('/maplibre-gl.css', 'text/css', readFileSync(path.join(library, 'maplibre-gl.css')))
  put('/', 'text/html', page(style, view))

  const server = createServer((request, response) => {
    const url = request.url ?? ''
    const known = files.get(url)
    const send = ({ bytes, type }: { bytes: Buffer; type: string }) =>
      bytes.length === 0
        ? response.writeHead(204).end()
        : response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip' }).end(bytes)
    if (known) return void send(known)
    if (!url.startsWith('/tiles/')) return void response.writeHead(404).end()
    get(tiles(url.slice('/tiles'.length)), { headers: { 'accept-encoding': 'gzip' } }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const file = { bytes: Buffer.concat(chunks), type: 'application/vnd.mapbox-vector-tile' }
        files.set(url, file)
        send(file)
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  await warm(url)
  return {
    url,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function page(style: StyleSpecification, view: MinimalMapView): string {
  const start =
    'box' in view
      ? { bounds: view.box, fitBoundsOptions: { padding: view.padding } }
      : { center: [view.lon, view.lat], zoom: view.zoom }
  return `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/maplibre-gl.css">
<style>html,body,#map{margin:0;height:100%}</style><div id="map"></div>
<script type="module">
import { Map, setWorkerUrl } from '/maplibre-gl.mjs'
setWorkerUrl('/maplibre-gl-worker.mjs')
const style = ${JSON.stringify(style)}
for (const source of Object.values(style.sources)) if (source.tiles) source.tiles = source.tiles.map((tile) => location.origin + tile)
const map = new Map({
  container: 'map', style, ...${JSON.stringify(start)}, fadeDuration: 0, attributionControl: false,
  localIdeographFontFamily: false, validateStyle: false,
})
map.once('idle', () => performance.mark('bare:drawn'))
</script>`
}
