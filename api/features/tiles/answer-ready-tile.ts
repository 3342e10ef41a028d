import type { IncomingMessage, ServerResponse } from 'node:http'
import { may } from '#shared/contract/permissions.ts'
import { matches } from '../../http/etag-answer.ts'
import type { SessionOf } from '../../http/session-of.ts'
import { parseTilePath } from './parse-tile-path.ts'
import { tileHeaders } from './tile-headers.ts'
import type { TileService } from './tile-service.ts'

/**
 * The hot path: a tile that lies ready is answered before the framework sees the request, under the same guard.
 * False when there is anything to decide; then the route does it.
 */
export function answerReadyTile(tiles: TileService, sessionOf: SessionOf) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const { url = '', method, headers } = request
    if (method !== 'GET' || !url.startsWith('/api/cities/')) return false
    const query = url.indexOf('?')
    const wanted = parseTilePath(query < 0 ? url : url.slice(0, query))
    if (wanted === null) return false
    const session = sessionOf(headers)
    if (session === null || !may(session, 'city.read', { city: wanted.city })) return false
    const tile = tiles.ready(wanted)
    if (tile === undefined) return false
    if (!String(headers['accept-encoding']).includes('gzip')) return false
    const answer = tileHeaders(wanted, tile)
    if (matches(headers['if-none-match'], answer['etag']!)) {
      response.writeHead(304, answer).end()
    } else if (tile.gzipped.length === 0) {
      response.writeHead(204, answer).end()
    } else {
      answer['content-encoding'] = 'gzip'
      answer['content-length'] = String(tile.gzipped.length)
      response.writeHead(200, answer).end(tile.gzipped)
    }
    return true
  }
}
