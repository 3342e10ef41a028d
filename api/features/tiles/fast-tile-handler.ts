import type { IncomingMessage, ServerResponse } from 'node:http'
import { readDatedCityCode } from '#shared/city/dated-city-code.ts'
import type { Session } from '#shared/contract/access/session.ts'
import { isAllowed } from '#shared/contract/permissions.ts'
import { matchesEtag } from '../../http/responses/etag-response.ts'
import type { SessionLookup } from '../../http/session-lookup.ts'
import { createTilePathParser, type TileRequest } from './parse-tile-path.ts'
import type { CachedTile } from './tile-cache.ts'
import { buildTileHeaders } from './tile-headers.ts'
import type { TileService } from './tile-service.ts'

/**
 * Answers tile requests before the framework sees them, with the same permission check. Returns false in every other case
 * – no session, an invalid address, a client without gzip –, so that the route answers. When a tile cannot be built,
 * `otherwise` is called, and the route answers with the error.
 */
export function createFastTileHandler(
  tiles: TileService,
  sessionOf: SessionLookup,
  leastRevision: (session: Session, city: string) => number,
) {
  const read = createTilePathParser()
  return (request: IncomingMessage, response: ServerResponse, otherwise: () => void): boolean => {
    const { url = '', method, headers } = request
    if (method !== 'GET' || !url.startsWith('/api/cities/')) return false
    const query = url.indexOf('?')
    const wanted = read(query < 0 ? url : url.slice(0, query))
    if (wanted === null || !String(headers['accept-encoding']).includes('gzip')) return false
    const session = sessionOf(headers)
    const { code } = readDatedCityCode(wanted.city)
    if (session === null || !isAllowed(session, 'city.read', { city: code })) return false
    // whoever has just written waits for the route, which loads the new revision first
    if (!tiles.hasRevision(code, leastRevision(session, code))) return false
    const tile = tiles.ready(wanted)
    if (tile !== undefined) send(request, response, wanted, tile)
    else tiles.make(wanted).then((made) => send(request, response, wanted, made), otherwise)
    return true
  }
}

function send(
  { headers }: IncomingMessage,
  response: ServerResponse,
  wanted: TileRequest,
  tile: CachedTile,
): void {
  const answer = buildTileHeaders(wanted, tile)
  if (matchesEtag(headers['if-none-match'], answer['etag']!)) {
    response.writeHead(304, answer).end()
  } else if (tile.gzipped.length === 0) {
    response.writeHead(204, answer).end()
  } else {
    answer['content-encoding'] = 'gzip'
    answer['content-length'] = String(tile.gzipped.length)
    response.writeHead(200, answer).end(tile.gzipped)
  }
}
